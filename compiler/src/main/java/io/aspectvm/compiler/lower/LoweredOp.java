package io.aspectvm.compiler.lower;

/**
 * What a lowered function consists of. Below, {@code a}, {@code b} and {@code value} are the
 * components of the entry; the stack is the JVM operand stack.
 */
public enum LoweredOp {
  /**
   * A wasm instruction that works on the stack alone: opcode {@code a} (ordinal), memory offset,
   * constant, raw float bits or {@link #indices} in {@code value}. Of wide arithmetic, that which
   * gives the high half of the result.
   */
  OPERATION,
  /** Pushes register {@code a}. */
  LOAD,
  /** Pops into register {@code a}. */
  STORE,
  /** Copies the top into register {@code a}. */
  TEE,
  /** Drops the top, of type {@code a} (ordinal). */
  POP,
  /** {@code [x, y, condition] -> [x or y]}, of type {@code a} (ordinal). */
  SELECT,
  /** Pushes global {@code a}, of type {@code b} (ordinal). */
  GLOBAL_GET,
  /** Pops into global {@code a}, of type {@code b} (ordinal). */
  GLOBAL_SET,
  /** Pushes a reference to function {@code a}. */
  REF_FUNC,
  /**
   * Charges {@code value} WASM gas. Component {@code b} says how it is looked whether that was
   * there: see {@link GasChecks}.
   */
  CHARGE,
  /**
   * Charges {@code value} WASM gas for each started unit of 2^{@code a} in the i32 on top,
   * unsigned; leaves it there.
   */
  CHARGE_SIZE,
  /**
   * Place of label {@code a}; the stack is empty. Bits of {@code b}: the head of a loop; a look
   * whether the gas was enough for charges before.
   */
  LABEL,
  /** A place without a jump to it where the stack is empty too; label {@code a} for a cut here. */
  CUT,
  /**
   * {@code [value, bound] -> [trips]}: how many turns, at least, a loop takes that goes on while
   * comparison {@code b} (opcode ordinal) holds of i32s, the first of which changes by {@code
   * value} each time.
   */
  TRIP_COUNT,
  /** Jumps to label {@code a}. */
  JUMP,
  /** Pops an i32; jumps to label {@code a} if it is not zero. */
  JUMP_IF,
  /** Pops an i32; jumps to label {@code a} if it is zero. */
  JUMP_UNLESS,
  /**
   * Pops the operands of comparison {@code b} (opcode ordinal); jumps to label {@code a} if its
   * outcome is {@code value} (0 or 1).
   */
  JUMP_COMPARE,
  /** Pops an i32; jumps by switch table {@code a}. */
  SWITCH,
  /** Calls function {@code a}. */
  CALL,
  /** Calls through table {@code b} a function of type {@code a}; the element index is on top. */
  CALL_INDIRECT,
  /** Pushes scratch value {@code a}, of type {@code b} (ordinal). */
  SCRATCH_GET,
  /** Pops into scratch value {@code a}, of type {@code b} (ordinal). */
  SCRATCH_SET,
  /** Returns; the first result, if any, is on top. */
  RETURN,
  /** Traps. */
  UNREACHABLE;

  /** The value of an operation with two indices as immediates. */
  static long indices(int first, int second) {
    return (long) second << 32 | first;
  }

  /** The first, or only, index in the value of an operation. */
  public static int firstIndex(long value) {
    return (int) value;
  }

  /** The second index in the value of an operation. */
  public static int secondIndex(long value) {
    return (int) (value >>> 32);
  }
}
