package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Opcode;

/**
 * A branch condition whose operands are on the JVM operand stack.
 *
 * @param comparison the comparison to make, or null: the i32 on top is not zero
 */
record Condition(Opcode comparison, boolean negated) {

  static final Condition NOT_ZERO = new Condition(null, false);

  /** Adds a jump that is taken where the condition is {@code sense}. */
  void jump(LoweredCode code, int label, boolean sense) {
    boolean wanted = sense != negated;
    if (comparison != null) {
      code.add(LoweredOp.JUMP_COMPARE, label, comparison.ordinal(), wanted ? 1 : 0);
    } else {
      code.add(wanted ? LoweredOp.JUMP_IF : LoweredOp.JUMP_UNLESS, label);
    }
  }
}
