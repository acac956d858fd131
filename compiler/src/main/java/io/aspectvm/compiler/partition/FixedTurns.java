package io.aspectvm.compiler.partition;

import io.aspectvm.compiler.lower.LoweredCode;
import io.aspectvm.compiler.lower.LoweredOp;
import io.aspectvm.wasm.opcode.Opcode;

/**
 * How often a loop turns where the code says so: a register is set to a constant before it, stepped
 * by one inside, and compared with one. Good for choosing a layout, no more: other ways to leave
 * the loop are not looked at.
 */
final class FixedTurns {

  static final int UNKNOWN = -1;

  /** Comparisons looked at for one loop: keeps the work linear. */
  private static final int MAX_TRIES = 8;

  private final LoweredCode code;
  private final int head;
  private final int end;

  private FixedTurns(LoweredCode code, int head, int end) {
    this.code = code;
    this.head = head;
    this.end = end;
  }

  /**
   * The number of turns, or {@link #UNKNOWN}.
   *
   * @param head position of the label of a loop without loops inside
   * @param end behind the last jump back to it
   */
  static int of(LoweredCode code, int head, int end) {
    FixedTurns loop = new FixedTurns(code, head, end);
    int counter = loop.counterHead();
    if (counter >= 0) {
      return loop.turnsByCounter(counter);
    }
    int tries = MAX_TRIES;
    for (int i = head + 1; i < end && tries > 0; i++) {
      int register = loop.comparedRegister(i);
      if (register >= 0) {
        tries--;
        int turns = loop.turns(register, loop.bound(i));
        if (turns != UNKNOWN) {
          return turns;
        }
      }
    }
    return UNKNOWN;
  }

  /**
   * Whether a loop is only there to count the turns of the one inside, and hardly ever turns
   * itself.
   *
   * @param head position of its label
   */
  static boolean isCounter(LoweredCode code, int head) {
    int i = head + 1;
    while (i < code.size() && code.op(i) != LoweredOp.LABEL) {
      if (code.op(i) == LoweredOp.TRIP_COUNT) {
        return true;
      }
      i++;
    }
    return false;
  }

  /** Head of the loop that counts the turns of this one, or -1. */
  private int counterHead() {
    int i = head - 1;
    while (i >= 0 && code.op(i) != LoweredOp.LABEL) {
      i--;
    }
    return i >= 0 && isCounter(code, i) ? i : -1;
  }

  /**
   * Turns by {@code [register plus something, bound] -> trips} at the head of the counting loop.
   */
  private int turnsByCounter(int counter) {
    int trips = counter + 1;
    int register = -1;
    while (code.op(trips) != LoweredOp.TRIP_COUNT) {
      if (register < 0 && code.op(trips) == LoweredOp.LOAD) {
        register = code.a(trips);
      }
      trips++;
    }
    if (register < 0 || !isConstant(trips - 1)) {
      return UNKNOWN;
    }
    int bound = (int) code.value(trips - 1);
    return turns((int) code.value(trips), startPosition(register, counter), bound);
  }

  /** The register that entry {@code i} compares with a constant, if it does; otherwise -1. */
  private int comparedRegister(int i) {
    boolean compares =
        code.op(i) == LoweredOp.JUMP_COMPARE && code.comparison(i).mnemonic().startsWith("i32");
    if (!compares && code.op(i) != LoweredOp.JUMP_IF) {
      return -1;
    }
    boolean withZero = isWithZero(i);
    int value = i - (withZero ? 1 : 2);
    boolean known = value > head && (withZero || isConstant(i - 1)) && isRegister(value);
    return known ? code.a(value) : -1;
  }

  private boolean isWithZero(int jump) {
    return code.op(jump) == LoweredOp.JUMP_IF || code.comparison(jump) == Opcode.I32_EQZ;
  }

  private int bound(int jump) {
    return isWithZero(jump) ? 0 : (int) code.value(jump - 1);
  }

  private int turns(int register, int bound) {
    return turns(step(register), startPosition(register, head), bound);
  }

  private int turns(int step, int start, int bound) {
    if (step == 0 || start < 0) {
      return UNKNOWN;
    }
    long distance = Math.abs((long) bound - (int) code.value(start));
    long length = Math.abs((long) step);
    return (int) Math.min(Integer.MAX_VALUE, (distance + length - 1) / length);
  }

  /** By how much the only store to a register in the loop changes it; 0 where that is unknown. */
  private int step(int register) {
    int store = -1;
    for (int i = head + 1; i < end; i++) {
      if (stores(i, register)) {
        if (store >= 0) {
          return 0;
        }
        store = i;
      }
    }
    if (store < head + 3 || !isConstant(store - 2) || !isOperation(store - 1)) {
      return 0;
    }
    int amount = (int) code.value(store - 2);
    return switch (code.opcode(store - 1)) {
      case I32_ADD -> amount;
      case I32_SUB -> -amount;
      default -> 0;
    };
  }

  /** Position of the constant that a register holds before the loop with this head, or -1. */
  private int startPosition(int register, int loop) {
    for (int i = loop - 1; i > 0; i--) {
      if (stores(i, register)) {
        return isConstant(i - 1) ? i - 1 : -1;
      }
      if (code.isCutPlace(i) || code.jumpTargets(i).length > 0) {
        return -1;
      }
    }
    return -1;
  }

  private boolean stores(int i, int register) {
    return (code.op(i) == LoweredOp.STORE || code.op(i) == LoweredOp.TEE) && code.a(i) == register;
  }

  private boolean isRegister(int i) {
    return code.op(i) == LoweredOp.LOAD || code.op(i) == LoweredOp.TEE;
  }

  private boolean isOperation(int i) {
    return code.op(i) == LoweredOp.OPERATION;
  }

  private boolean isConstant(int i) {
    return isOperation(i) && code.opcode(i) == Opcode.I32_CONST;
  }
}
