package io.aspectvm.compiler.lower;

import io.aspectvm.compiler.lower.LoopValue.Comparison;
import io.aspectvm.compiler.lower.LoopValue.Linear;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finds the {@link CountedLoop}s among a function's innermost loops without calls. */
final class CountedLoopSearch {

  private final LoweredCode code;
  private final int[] jumpsTo;
  private final List<CountedLoop> found = new ArrayList<>();

  /** Position of the label of the innermost loop, or -1 where none can be counted. */
  private int head = -1;

  private int lastLabel;

  /** Registers stored to since the loop's head. */
  private final BitSet stored = new BitSet();

  /** Those of them that were before the last label. */
  private final BitSet storedBefore = new BitSet();

  private CountedLoopSearch(LoweredCode code) {
    this.code = code;
    this.jumpsTo = code.jumpsByLabel();
  }

  /** The loops, from front to back; none contains another. The code is complete. */
  static List<CountedLoop> find(LoweredCode code) {
    CountedLoopSearch search = new CountedLoopSearch(code);
    for (int i = 0; i < code.size(); i++) {
      search.visit(i);
    }
    return search.found;
  }

  private void visit(int i) {
    switch (code.op(i)) {
      case LABEL -> label(i);
      case CALL, CALL_INDIRECT -> head = -1;
      case STORE, TEE -> stored.set(code.a(i));
      case JUMP_IF, JUMP_COMPARE -> {
        if (head >= 0 && code.a(i) == code.a(head)) {
          jumpBack(i);
          head = -1;
        }
      }
      default -> {}
    }
  }

  private void label(int i) {
    if (code.isLoopHead(i)) {
      head = i;
      stored.clear();
    }
    lastLabel = i;
    storedBefore.clear();
    storedBefore.or(stored);
  }

  private void jumpBack(int jump) {
    if (jumpsTo[code.a(jump)] != 1) {
      return;
    }
    LinearValues values = new LinearValues(code, storedBefore);
    for (int i = lastLabel + 1; i < jump; i++) {
      if (!values.evaluate(i)) {
        return;
      }
    }
    Comparison condition = condition(jump, values);
    if (condition != null && !add(jump, values, condition)) {
      add(jump, values, condition.mirrored());
    }
  }

  /** What holds where the jump is taken, or null where it is not known. */
  private Comparison condition(int jump, LinearValues values) {
    if (code.op(jump) == LoweredOp.JUMP_IF) {
      return isNotZero(values.pop());
    }
    Opcode comparison = code.comparison(jump);
    boolean sense = code.value(jump) != 0;
    if (comparison == Opcode.I32_EQZ) {
      Comparison notZero = isNotZero(values.pop());
      return notZero != null && sense ? notZero.negated() : notZero;
    }
    if (Comparisons.operands(comparison) == 1) {
      return null; // Of an i64: nothing is known of them.
    }
    LoopValue right = values.pop();
    LoopValue outcome = LoopValue.of(comparison, values.pop(), right);
    return outcome instanceof Comparison c ? sense ? c : c.negated() : null;
  }

  private static Comparison isNotZero(LoopValue value) {
    if (value instanceof Linear number) {
      return new Comparison(Opcode.I32_NE, number, LoopValue.constant(0));
    }
    return value instanceof Comparison comparison ? comparison : null;
  }

  private boolean add(int jump, LinearValues values, Comparison condition) {
    Comparison normal = condition.normalized();
    Linear value = normal.left();
    if (value.isConstant() || !isInvariant(normal.right(), values)) {
      return false;
    }
    if (!(values.register(value.base()) instanceof Linear next)
        || next.base() != value.base()
        || next.offset() == 0) {
      return false;
    }
    CountedLoop loop = new CountedLoop(head, jump, normal, next.offset());
    if (loop.approaches() && !loop.isCountedAnyway()) {
      found.add(loop);
    }
    return true;
  }

  private static boolean isInvariant(Linear bound, LinearValues values) {
    return bound.isConstant()
        || (bound.offset() == 0 && values.register(bound.base()).equals(bound));
  }
}
