package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;

/**
 * An initialiser, decoded: its instructions in order, the final {@code end} left out.
 *
 * @param offset byte offset of its first instruction in the module
 */
public record ConstantExpression(int offset, List<Instruction> instructions) {

  public ConstantExpression {
    instructions = List.copyOf(instructions);
  }

  /**
   * One instruction of an initialiser.
   *
   * @param value the constant (raw bits for floats), or the global or function index; the code of
   *     the reference type for {@code ref.null}
   */
  public record Instruction(Opcode opcode, long value, int offset) {}
}
