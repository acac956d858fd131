package io.aspectvm.compiler.lower;

import io.aspectvm.compiler.lower.LoopValue.Comparison;

/**
 * A loop that goes on as long as an induction variable compares with what does not change inside.
 *
 * @param head position of its label
 * @param jump position of the conditional jump back, the only one
 * @param condition holds where the loop goes on: of the variable, which is a register at the loop's
 *     head plus a constant, and of a constant or a register that does not change in the loop
 * @param step added to that register in every iteration; not 0
 */
record CountedLoop(int head, int jump, Comparison condition, int step) {

  /**
   * Whether the JIT compiler counts such loops by itself: those that compare the variable after its
   * step, signed, or with a bound that steps of one cannot miss.
   */
  boolean isCountedAnyway() {
    if (condition.left().offset() != step) {
      return false;
    }
    return switch (condition.opcode()) {
      case I32_NE -> Math.abs(step) == 1;
      case I32_LT_S, I32_LE_S, I32_GT_S, I32_GE_S -> true;
      default -> false;
    };
  }

  /** Whether the variable moves towards the bound. */
  boolean approaches() {
    return switch (condition.opcode()) {
      case I32_NE -> true;
      case I32_LT_S, I32_LE_S, I32_LT_U, I32_LE_U -> step > 0;
      case I32_GT_S, I32_GE_S, I32_GT_U, I32_GE_U -> step < 0;
      default -> false;
    };
  }
}
