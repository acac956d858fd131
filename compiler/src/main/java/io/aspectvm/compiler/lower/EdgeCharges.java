package io.aspectvm.compiler.lower;

import io.aspectvm.gas.inject.JvmGasInjector;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Moves the charge at the head of a loop with calls to the two ways that lead there: into the
 * charge before the loop, and to the jump back. Calls return the gas through memory, so that a
 * function that calls itself in a loop is no faster than its charges one after the other; this
 * leaves one less.
 *
 * <p>Example:
 *
 * <pre>
 *   charge 1346          charge 3275
 *   i32.const 0          i32.const 0
 *   store 1              store 1
 *   label L1             label L1
 *   charge 1929
 *   ...                  ...
 *   jump L1 if i32.gt_u  jump L2 unless i32.gt_u
 *                        charge 1929
 *                        jump L1
 *                        label L2
 * </pre>
 *
 * <p>Nothing that can be seen, or trap, stands between the two charges that become one. Loops
 * without calls keep theirs: the JIT compiler counts them by the jump at their end.
 */
final class EdgeCharges {

  private final LoweredCode code;
  private final int[] jumpsTo;

  /** Positions of charges at loops' heads. */
  private final BitSet moved = new BitSet();

  /** One of them by the position of the charge before the loop, and by that of the jump back. */
  private final Map<Integer, Integer> movedTo = new HashMap<>();

  private EdgeCharges(LoweredCode code) {
    this.code = code;
    this.jumpsTo = code.jumpsByLabel();
  }

  /**
   * @return the code with charges moved, or the same where there are none to move
   */
  static LoweredCode move(LoweredCode code) {
    EdgeCharges charges = new EdgeCharges(code);
    charges.find();
    return charges.moved.isEmpty() ? code : charges.result();
  }

  /** Looks at the jumps back of loops with calls. */
  private void find() {
    int[] positions = code.labelPositions();
    int lastCall = -1;
    for (int i = 0; i < code.size(); i++) {
      switch (code.op(i)) {
        case CALL, CALL_INDIRECT -> lastCall = i;
        case JUMP, JUMP_IF, JUMP_UNLESS, JUMP_COMPARE -> {
          int head = positions[code.a(i)];
          if (head < lastCall && head < i && jumpsTo[code.a(i)] == 1) {
            move(head + 1, i);
          }
        }
        default -> {}
      }
    }
  }

  private void move(int charge, int jump) {
    if (code.op(charge) != LoweredOp.CHARGE) {
      return;
    }
    int before = chargeBefore(charge - 1);
    // Not by their sum: prices may be such that it runs over.
    if (before >= 0 && code.value(charge) <= JvmGasInjector.MAX_SMALL - code.value(before)) {
      moved.set(charge);
      movedTo.put(before, charge);
      movedTo.put(jump, charge);
    }
  }

  /**
   * The charge from which control comes to a label with nothing between that matters, or -1. That
   * at another loop's head may move itself.
   */
  private int chargeBefore(int label) {
    int i = label - 1;
    while (i >= 0 && code.isPure(i)) {
      i--;
    }
    return i >= 0 && code.op(i) == LoweredOp.CHARGE && !code.isAtLoopHead(i) ? i : -1;
  }

  private LoweredCode result() {
    LoweredCode result = code.emptied();
    for (int i = 0; i < code.size(); i++) {
      Integer charge = movedTo.get(i);
      if (charge == null) {
        if (!moved.get(i)) {
          result.add(code, i);
        }
      } else if (code.op(i) == LoweredOp.CHARGE) {
        result.add(code, i);
        result.addToCharge(code.value(charge));
      } else {
        addJumpBack(result, i, charge);
      }
    }
    return result;
  }

  private void addJumpBack(LoweredCode result, int jump, int charge) {
    int out = -1;
    if (code.op(jump) != LoweredOp.JUMP) {
      out = result.newLabel();
      result.addOppositeJump(code, jump, out);
    }
    // It is of the jump now: a piece knows of no place before its own beginning.
    result.at(code.offset(jump));
    result.add(LoweredOp.CHARGE, 0, 0, code.value(charge));
    result.add(LoweredOp.JUMP, code.a(jump));
    if (out >= 0) {
      result.add(LoweredOp.LABEL, out);
    }
  }
}
