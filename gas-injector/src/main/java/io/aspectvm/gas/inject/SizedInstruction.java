package io.aspectvm.gas.inject;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import java.nio.charset.StandardCharsets;

/**
 * An instruction whose price depends on an operand: {@code memory.grow}, and in profile {@code
 * wasm} the bulk and table instructions (gas specification, sections 3.1 and 10). The operand that
 * counts is the last one in all of them.
 *
 * @param encoding the instruction's bytes, one character each: immediates included, so that equal
 *     instructions have equal values
 * @param type its operands and results
 */
record SizedInstruction(Opcode opcode, String encoding, FunctionType type) {

  /** True for opcodes that need a helper to pay for their operand. */
  static boolean isSized(Opcode opcode, GasSchedule schedule) {
    return schedule.dynamicCost(opcode).countsOperand();
  }

  /** The reader's current instruction. */
  static SizedInstruction of(InstructionReader reader, WasmModule module) {
    int length = reader.endOffset() - reader.offset();
    String encoding =
        new String(module.bytes(), reader.offset(), length, StandardCharsets.ISO_8859_1);
    return new SizedInstruction(reader.opcode(), encoding, typeOf(reader, module));
  }

  private static FunctionType typeOf(InstructionReader reader, WasmModule module) {
    Opcode opcode = reader.opcode();
    StackSignature signature =
        opcode
            .signature()
            .or(() -> opcode.signature(module.tableType(reader.index1()).elementType()))
            .orElseThrow();
    return new FunctionType(signature.operands(), signature.results());
  }

  /** The instruction's bytes. */
  byte[] bytes() {
    return encoding.getBytes(StandardCharsets.ISO_8859_1);
  }
}
