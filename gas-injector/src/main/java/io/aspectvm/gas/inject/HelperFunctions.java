package io.aspectvm.gas.inject;

import io.aspectvm.gas.schedule.DynamicCost;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that instrumentation appends (gas specification, sections 3.1 and 5). The first is
 * the charge function; then the helper of {@code memory.grow}, if any; then, in profile {@code
 * wasm}, one for each other instruction with a price by size, in the order of the code. A helper
 * has the type of the instruction that it stands for, charges for its last operand and then
 * executes it. None of these functions is metered.
 */
final class HelperFunctions {

  private static final int EMPTY_BLOCK_TYPE = 0x40;

  private final GasSchedule schedule;
  private final FunctionTypes types;
  private final int chargeFunction;
  private final List<WasmOutput> functionEntries = new ArrayList<>();
  private final List<WasmOutput> codeEntries = new ArrayList<>();
  private final Map<String, Integer> indexByEncoding = new HashMap<>();

  /** Makes the functions that the code of {@code module} needs, and adds their types. */
  HelperFunctions(WasmModule module, GasSchedule schedule, FunctionTypes types)
      throws MalformedModuleException {
    this.schedule = schedule;
    this.types = types;
    this.chargeFunction = module.functionCount();
    append(new FunctionType(List.of(ValueType.I64), List.of()), chargeCode(module.globalCount()));
    Set<SizedInstruction> instructions = sizedInstructions(module);
    // Before the others, wherever it stands in the code: the reference's place for it is fixed.
    for (SizedInstruction instruction : instructions) {
      if (instruction.opcode() == Opcode.MEMORY_GROW) {
        add(instruction);
      }
    }
    for (SizedInstruction instruction : instructions) {
      if (instruction.opcode() != Opcode.MEMORY_GROW) {
        add(instruction);
      }
    }
  }

  /** Function index of the charge function, {@code (amount: i64) -> ()}. */
  int chargeFunction() {
    return chargeFunction;
  }

  /** Function index of the helper for the reader's current instruction, or -1 if it needs none. */
  int helperOf(InstructionReader reader, WasmModule module) {
    return SizedInstruction.isSized(reader.opcode(), schedule)
        ? indexByEncoding.get(SizedInstruction.of(reader, module).encoding())
        : -1;
  }

  /** What to append to the function section. */
  List<WasmOutput> functionEntries() {
    return functionEntries;
  }

  /** What to append to the code section. */
  List<WasmOutput> codeEntries() {
    return codeEntries;
  }

  private Set<SizedInstruction> sizedInstructions(WasmModule module)
      throws MalformedModuleException {
    Set<SizedInstruction> found = new LinkedHashSet<>();
    int functionIndex = module.functionImports().size();
    for (FunctionBody body : module.sections().bodies()) {
      InstructionReader reader = new InstructionReader(module.bytes(), body, functionIndex++);
      while (reader.next()) {
        if (SizedInstruction.isSized(reader.opcode(), schedule)) {
          found.add(SizedInstruction.of(reader, module));
        }
      }
    }
    return found;
  }

  private void add(SizedInstruction instruction) {
    int index = append(instruction.type(), helperCode(instruction));
    indexByEncoding.put(instruction.encoding(), index);
  }

  private int append(FunctionType type, WasmOutput code) {
    int index = chargeFunction + functionEntries.size();
    functionEntries.add(new WasmOutput(5).writeU32(types.indexOf(type)));
    WasmOutput body = new WasmOutput(code.size() + 1).writeU32(0).write(code); // no locals
    codeEntries.add(new WasmOutput(body.size() + 5).writeU32(body.size()).write(body));
    return index;
  }

  /**
   * Section 5, instruction for instruction:
   *
   * <pre>{@code
   * if (counter >= amount) {  // unsigned
   *   counter = counter - amount;
   * } else {
   *   counter = -1;
   *   unreachable;
   * }
   * }</pre>
   */
  private static WasmOutput chargeCode(int counter) {
    return new WasmOutput(64)
        .write(Opcode.GLOBAL_GET, counter)
        .write(Opcode.LOCAL_GET, 0)
        .write(Opcode.I64_GE_U)
        .write(Opcode.IF)
        .writeByte(EMPTY_BLOCK_TYPE)
        .write(Opcode.GLOBAL_GET, counter)
        .write(Opcode.LOCAL_GET, 0)
        .write(Opcode.I64_SUB)
        .write(Opcode.GLOBAL_SET, counter)
        .write(Opcode.ELSE)
        .writeI64Const(-1)
        .write(Opcode.GLOBAL_SET, counter)
        .write(Opcode.UNREACHABLE)
        .write(Opcode.END)
        .write(Opcode.END);
  }

  /** Section 3.1: the operands, the charge for the last one, the instruction. */
  private WasmOutput helperCode(SizedInstruction instruction) {
    DynamicCost cost = schedule.dynamicCost(instruction.opcode());
    int parameters = instruction.type().parameters().size();
    WasmOutput code = new WasmOutput(64);
    for (int i = 0; i < parameters; i++) {
      code.write(Opcode.LOCAL_GET, i);
    }
    code.write(Opcode.LOCAL_GET, parameters - 1).write(Opcode.I64_EXTEND_I32_U);
    int shift = cost.unit().shift();
    if (shift > 0) { // started units
      code.writeI64Const((1L << shift) - 1)
          .write(Opcode.I64_ADD)
          .writeI64Const(shift)
          .write(Opcode.I64_SHR_U);
    }
    code.writeI64Const(cost.perUnit()).write(Opcode.I64_MUL).write(Opcode.CALL, chargeFunction);
    byte[] bytes = instruction.bytes();
    return code.write(bytes, 0, bytes.length).write(Opcode.END);
  }
}
