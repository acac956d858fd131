package io.aspectvm.compiler.lower;

import io.aspectvm.gas.schedule.DynamicCost;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Lowers the instructions that take operands from the stack and push results, and nothing else:
 * each is an operation, behind a charge where its price depends on the operand on top.
 */
final class OperationLowering {

  /** The ordinary instruction that gives the low half of a wide one. */
  private static final Map<Opcode, Opcode> LOW_HALF = new EnumMap<>(Opcode.class);

  static {
    LOW_HALF.put(Opcode.I64_ADD128, Opcode.I64_ADD);
    LOW_HALF.put(Opcode.I64_SUB128, Opcode.I64_SUB);
    LOW_HALF.put(Opcode.I64_MUL_WIDE_S, Opcode.I64_MUL);
    LOW_HALF.put(Opcode.I64_MUL_WIDE_U, Opcode.I64_MUL);
  }

  private final InstructionReader reader;
  private final LoweredCode code;
  private final LoweringStack stack;
  private final Function<Opcode, DynamicCost> costs;
  private boolean touchesMemory;
  private boolean mayTrap;

  /**
   * @param reader stands at the instruction to lower
   * @param costs what the operand on top adds to an instruction's price
   */
  OperationLowering(
      InstructionReader reader,
      LoweredCode code,
      LoweringStack stack,
      Function<Opcode, DynamicCost> costs) {
    this.reader = reader;
    this.code = code;
    this.stack = stack;
    this.costs = costs;
  }

  /** Whether some operation so far loads from memory or stores to it. */
  boolean touchesMemory() {
    return touchesMemory;
  }

  /** Whether some operation so far may trap. */
  boolean mayTrap() {
    return mayTrap;
  }

  void lower(Opcode opcode, StackSignature signature) {
    if (LOW_HALF.containsKey(opcode)) {
      lowerWide(opcode, signature.operands().size());
      return;
    }
    stack.load(signature.operands().size());
    touchesMemory |= opcode.accessBytes() > 0;
    mayTrap |= opcode.effect() != Effect.PURE;
    DynamicCost cost = costs.apply(opcode);
    if (cost.countsOperand() && cost.perUnit() > 0) {
      code.add(LoweredOp.CHARGE_SIZE, cost.unit().shift(), 0, cost.perUnit());
    }
    code.add(LoweredOp.OPERATION, opcode.ordinal(), 0, immediates(opcode));
    stack.replace(signature.operands().size(), signature.results());
  }

  /** What the emitter of the operation gets as its value. */
  private long immediates(Opcode opcode) {
    return switch (opcode.immediate()) {
      case MEM_ARG -> reader.memoryOffset();
      case I32_VALUE, I64_VALUE, F32_VALUE, F64_VALUE -> reader.constant();
      case TABLE, DATA, DATA_AND_MEMORY, ELEMENT -> reader.index1();
      case ELEMENT_AND_TABLE, TABLE_AND_TABLE ->
          LoweredOp.indices(reader.index1(), reader.index2());
      default -> 0;
    };
  }

  /**
   * Two results do not fit a JVM call. So the operands go to registers, an ordinary instruction
   * makes the low half of the result of the low halves, and the wide one becomes an operation that
   * makes the high half alone.
   */
  private void lowerWide(Opcode opcode, int operands) {
    int[] registers = stack.takeToRegisters(operands);
    code.add(LoweredOp.LOAD, registers[0]);
    code.add(LoweredOp.LOAD, registers[operands / 2]);
    code.add(LoweredOp.OPERATION, LOW_HALF.get(opcode).ordinal());
    stack.push(ValueType.I64);
    for (int register : registers) {
      code.add(LoweredOp.LOAD, register);
    }
    code.add(LoweredOp.OPERATION, opcode.ordinal());
    stack.push(ValueType.I64);
  }
}
