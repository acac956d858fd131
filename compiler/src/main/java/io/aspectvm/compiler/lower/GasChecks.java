package io.aspectvm.compiler.lower;

import io.aspectvm.gas.inject.JvmGasInjector;
import io.aspectvm.runtime.Instance;
import io.aspectvm.wasm.opcode.Effect;

/**
 * Says where a function looks whether its gas was enough. Amounts and places of charges are the
 * metering plan's; but a charge need not look at once: the counter only falls, so one look pays for
 * all charges before it, as long as nothing between them can be seen from outside (a store, a call,
 * a return).
 *
 * <p>Example, the head of a loop as compilers write it, and what becomes of it:
 *
 * <pre>
 *   label L0            label L0
 *   charge 1319         charge 1319 unchecked
 *   load 0              load 0
 *   jump L1 unless ...  jump L1 unless ...
 *   charge 2416         charge 2416
 *   ...                 ...
 *   label L1            label L1 check
 * </pre>
 *
 * <p>That is one look for each iteration, and a loop that begins with its condition: the JIT
 * compiler recognises counted loops by it. A look is moved to the far side of a jump only from the
 * head of a loop, where it counts; everywhere else only where a later look covers it anyway. No
 * look moves across a jump back, so that every iteration has one.
 *
 * <p>What stays at the head of a loop that does not begin with its condition, and in front of a
 * jump back, is a jump of its own, which ends the block. HotSpot would copy the head's block to the
 * end of the loop otherwise, as if it were a condition; that makes a loop in a loop, or what stands
 * before a loop, part of it.
 *
 * <p>Gas may be next to the smallest long when a charge is made. What a function leaves unchecked
 * is limited, so that it does not run over between two looks.
 */
final class GasChecks {

  /** Entries looked at for one charge: keeps the work linear. */
  private static final int HORIZON = 48;

  /**
   * What all unchecked charges of a function come to at most, in WASM gas: with the next one that
   * is checked, no more than a slice.
   */
  private static final long MAX_UNCHECKED = Instance.GAS_SLICE - JvmGasInjector.MAX_SMALL;

  private final LoweredCode code;
  private final int[] positions;
  private int horizon;
  private long uncheckedLeft = MAX_UNCHECKED;

  private GasChecks(LoweredCode code) {
    this.code = code;
    this.positions = code.labelPositions();
  }

  /** Marks the charges of a complete function that are not checked, and the labels that check. */
  static void place(LoweredCode code) {
    GasChecks checks = new GasChecks(code);
    for (int i = 0; i < code.size(); i++) {
      if (code.op(i) == LoweredOp.CHARGE) {
        checks.place(i);
      }
    }
  }

  private void place(int charge) {
    boolean mayLeave = code.value(charge) <= uncheckedLeft;
    horizon = HORIZON;
    if (mayLeave && isCovered(charge + 1)) {
      leaveUnchecked(charge);
    } else if (code.isAtLoopHead(charge)) {
      placeAtHead(charge, mayLeave);
    } else if (isJumpBack(charge + 1) && code.value(charge) <= JvmGasInjector.MAX_SMALL) {
      code.endBlock(charge);
    }
  }

  private void placeAtHead(int charge, boolean mayLeave) {
    horizon = HORIZON;
    int jump = firstJump(charge + 1);
    horizon = HORIZON;
    if (mayLeave && jump >= 0 && isForward(jump) && isCovered(jump + 1)) {
      code.checkAt(positions[code.a(jump)]);
      leaveUnchecked(charge);
    } else if (code.value(charge) <= JvmGasInjector.MAX_SMALL && !leavesByBlock(charge + 1)) {
      code.endBlock(charge);
    }
  }

  /** Whether the block that begins here ends with a jump that may leave a loop. */
  private boolean leavesByBlock(int from) {
    for (int i = from; i < code.size(); i++) {
      switch (code.op(i)) {
        case JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> {
          return isForward(i);
        }
        case LABEL, JUMP, SWITCH, RETURN, UNREACHABLE -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private void leaveUnchecked(int charge) {
    code.leaveUnchecked(charge);
    uncheckedLeft -= code.value(charge);
  }

  /** The conditional jump that follows with nothing visible before it, or -1. */
  private int firstJump(int from) {
    for (int i = from; i < code.size() && horizon-- > 0; i++) {
      switch (code.op(i)) {
        case JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> {
          return i;
        }
        default -> {
          if (!isInvisible(i)) {
            return -1;
          }
        }
      }
    }
    return -1;
  }

  private boolean isJumpBack(int i) {
    return i < code.size() && code.op(i) == LoweredOp.JUMP && !isForward(i);
  }

  private boolean isForward(int jump) {
    return positions[code.a(jump)] > jump;
  }

  /** Whether every way from here comes to a look before anything that can be seen. */
  private boolean isCovered(int from) {
    for (int i = from; i < code.size() && horizon-- > 0; i++) {
      switch (code.op(i)) {
        case CHARGE, CHARGE_SIZE -> {
          return true;
        }
        case LABEL -> {
          if (code.checksAt(i)) {
            return true;
          }
          if (code.isLoopHead(i)) {
            return false;
          }
        }
        case JUMP -> {
          return isForward(i) && isCovered(positions[code.a(i)]);
        }
        case JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> {
          if (!isForward(i) || !isCovered(positions[code.a(i)])) {
            return false;
          }
        }
        case SWITCH -> {
          return coversAll(i);
        }
        default -> {
          if (!isInvisible(i)) {
            return false;
          }
        }
      }
    }
    return false;
  }

  private boolean coversAll(int position) {
    for (int label : code.switchLabels(code.a(position))) {
      if (positions[label] <= position || !isCovered(positions[label])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Straight-line code that no one outside the function's frame can see. A trap is none: whoever
   * settles it looks too, and there is no gas for it then.
   */
  private boolean isInvisible(int i) {
    return code.isPure(i)
        || (code.op(i) == LoweredOp.OPERATION && code.opcode(i).effect() == Effect.MAY_TRAP);
  }
}
