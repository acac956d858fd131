package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** A comparison waits until the next instruction says whether it is a branch condition. */
final class PendingComparison {

  private final LoweredCode code;
  private final LoweringStack stack;
  private Opcode pending;
  private boolean negated;

  PendingComparison(LoweredCode code, LoweringStack stack) {
    this.code = code;
    this.stack = stack;
  }

  boolean isThere() {
    return pending != null;
  }

  /** What {@code i32.eqz} does to the comparison. */
  void negate() {
    negated = !negated;
  }

  /** Lowers a comparison up to the comparing itself; its operands are on top. */
  void begin(Opcode comparison) {
    stack.load(Comparisons.operands(comparison));
    pending = comparison;
    negated = false;
  }

  /** The comparison becomes an ordinary i32, if there is one. */
  void materialize() {
    if (pending == null) {
      return;
    }
    Opcode comparison = pending;
    pending = null;
    code.add(LoweredOp.OPERATION, comparison.ordinal());
    stack.replace(Comparisons.operands(comparison), List.of(ValueType.I32));
    if (negated) {
      code.add(LoweredOp.OPERATION, Opcode.I32_EQZ.ordinal());
    }
  }

  /**
   * Takes the condition from the top. A comparison stays one only where nothing else is on the JVM
   * operand stack: what is must be kept first, which needs the operands out of the way.
   */
  Condition take() {
    if (pending != null && stack.onJvm() == Comparisons.operands(pending)) {
      Condition condition = new Condition(pending, negated);
      for (int i = Comparisons.operands(pending); i > 0; i--) {
        stack.pop();
      }
      pending = null;
      return condition;
    }
    materialize();
    if (stack.onJvm() > 1) {
      stack.keepAll();
    }
    stack.load(1);
    stack.pop();
    return Condition.NOT_ZERO;
  }
}
