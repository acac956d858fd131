package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Opcode;
import java.util.Map;

/** What is known of a value in a loop, in terms of what registers hold at the loop's head. */
sealed interface LoopValue {

  /** Nothing is known. */
  LoopValue UNKNOWN = new Unknown();

  /** See {@link #UNKNOWN}. */
  record Unknown() implements LoopValue {}

  /**
   * An i32.
   *
   * @param base a register, or {@link #CONSTANT}
   * @param offset added to it, modulo 2^32
   */
  record Linear(int base, int offset) implements LoopValue {

    private static final int CONSTANT = -1;

    boolean isConstant() {
      return base == CONSTANT;
    }

    Linear plus(int amount) {
      return new Linear(base, offset + amount);
    }
  }

  /**
   * The outcome of a comparison of i32s.
   *
   * @param opcode a comparison with two operands that {@link #mirrored} knows
   */
  record Comparison(Opcode opcode, Linear left, Linear right) implements LoopValue {

    private static final Map<Opcode, Opcode> NEGATED =
        Map.of(
            Opcode.I32_EQ, Opcode.I32_NE,
            Opcode.I32_NE, Opcode.I32_EQ,
            Opcode.I32_LT_S, Opcode.I32_GE_S,
            Opcode.I32_GE_S, Opcode.I32_LT_S,
            Opcode.I32_GT_S, Opcode.I32_LE_S,
            Opcode.I32_LE_S, Opcode.I32_GT_S,
            Opcode.I32_LT_U, Opcode.I32_GE_U,
            Opcode.I32_GE_U, Opcode.I32_LT_U,
            Opcode.I32_GT_U, Opcode.I32_LE_U,
            Opcode.I32_LE_U, Opcode.I32_GT_U);

    /** The comparison that says the same of the operands the other way round. */
    private static final Map<Opcode, Opcode> MIRRORED =
        Map.of(
            Opcode.I32_EQ, Opcode.I32_EQ,
            Opcode.I32_NE, Opcode.I32_NE,
            Opcode.I32_LT_S, Opcode.I32_GT_S,
            Opcode.I32_GT_S, Opcode.I32_LT_S,
            Opcode.I32_LE_S, Opcode.I32_GE_S,
            Opcode.I32_GE_S, Opcode.I32_LE_S,
            Opcode.I32_LT_U, Opcode.I32_GT_U,
            Opcode.I32_GT_U, Opcode.I32_LT_U,
            Opcode.I32_LE_U, Opcode.I32_GE_U,
            Opcode.I32_GE_U, Opcode.I32_LE_U);

    static boolean knows(Opcode opcode) {
      return MIRRORED.containsKey(opcode);
    }

    Comparison mirrored() {
      return new Comparison(MIRRORED.get(opcode), right, left);
    }

    Comparison negated() {
      return new Comparison(NEGATED.get(opcode), left, right);
    }

    /**
     * The same in a form with a bound that does not change: {@code x + 1 > x}, unsigned, says that
     * {@code x} is not the largest number.
     */
    Comparison normalized() {
      boolean above = opcode == Opcode.I32_GT_U || opcode == Opcode.I32_GE_U;
      return above && !right.isConstant() && left.equals(right.plus(1))
          ? new Comparison(Opcode.I32_NE, right, constant(-1))
          : this;
    }
  }

  static Linear constant(int value) {
    return new Linear(Linear.CONSTANT, value);
  }

  /** What an operation makes of two operands. */
  static LoopValue of(Opcode opcode, LoopValue left, LoopValue right) {
    if (!(left instanceof Linear a) || !(right instanceof Linear b)) {
      return UNKNOWN;
    }
    if (Comparison.knows(opcode)) {
      return new Comparison(opcode, a, b);
    }
    return switch (opcode) {
      case I32_ADD ->
          b.isConstant() ? a.plus(b.offset()) : a.isConstant() ? b.plus(a.offset()) : UNKNOWN;
      case I32_SUB -> b.isConstant() ? a.plus(-b.offset()) : UNKNOWN;
      default -> UNKNOWN;
    };
  }
}
