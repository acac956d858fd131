package io.aspectvm.compiler.lower;

import io.aspectvm.compiler.lower.LoopValue.Linear;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;

/**
 * Gives loops a counter that the JIT compiler recognises. It unrolls a loop, and moves checks of
 * bounds and for stops out of it, where a signed counter with a constant step is compared with a
 * bound at the end. What compilers to wasm write is often not of this form: it compares with {@code
 * !=} in steps of 8, unsigned, or a value from before the step.
 *
 * <p>Example, and what becomes of it:
 *
 * <pre>
 *                       label L1
 *                       trips = trips(p + 8 != end, step 8)
 *                       turns = 0
 *                       jump L0 if trips == 0
 *   label L0            label L0
 *   ...                 ...
 *   p = p + 8           p = p + 8
 *   jump L0 if p != end jump L0 if ++turns < trips
 *                       jump L1 if p != end
 * </pre>
 *
 * <p>How often a loop goes on is what its own condition says: the counter only spares looking at it
 * as long as its outcome is known ({@link io.aspectvm.runtime.support.LoopOperations}). Where the
 * condition holds once more it is a loop around, which hardly ever takes a second turn: a counter
 * that went on would run over, and with two jumps to one head HotSpot would count nothing. The jump
 * that is never taken ends the block before that head, for the reason that {@link GasChecks} gives.
 */
final class CountedLoops {

  private final LoweredCode code;
  private final LoweredCode result;

  /** Registers that all loops share, as none is in another: no budget of depth counts them. */
  private final int turns;

  private final int trips;

  private CountedLoops(LoweredCode code, Registers registers) {
    this.code = code;
    this.result = code.emptied();
    this.turns = registers.temporary(ValueType.I32);
    this.trips = registers.temporary(ValueType.I32);
  }

  /**
   * @return the code with counters, or the same where there is nothing to count
   */
  static LoweredCode count(LoweredCode code, Registers registers) {
    var loops = CountedLoopSearch.find(code);
    if (loops.isEmpty()) {
      return code;
    }
    CountedLoops counted = new CountedLoops(code, registers);
    int from = 0;
    for (CountedLoop loop : loops) {
      from = counted.add(loop, from);
    }
    counted.copy(from, code.size());
    return counted.result;
  }

  /** Copies what lies before a loop, adds it with a counter, and returns where it ends. */
  private int add(CountedLoop loop, int from) {
    copy(from, loop.head());
    int start = result.newLabel();
    int head = code.a(loop.head());
    result.add(LoweredOp.LABEL, start, LoweredCode.LABEL_OF_LOOP, 0);
    addTrips(loop);
    result.add(LoweredOp.LOAD, trips);
    jumpIf(Opcode.I32_EQZ, head);
    copy(loop.head(), loop.jump());
    for (int i = code.jumpOperands(loop.jump()); i > 0; i--) {
      result.add(LoweredOp.POP, ValueType.I32.ordinal());
    }
    result.add(LoweredOp.LOAD, turns);
    constant(1);
    operation(Opcode.I32_ADD);
    result.add(LoweredOp.TEE, turns);
    result.add(LoweredOp.LOAD, trips);
    jumpIf(Opcode.I32_LT_S, head);
    // The loop's own condition again: its register has made the step by now.
    load(loop.condition().left().plus(-loop.step()));
    load(loop.condition().right());
    jumpIf(loop.condition().opcode(), start);
    return loop.jump() + 1;
  }

  private void addTrips(CountedLoop loop) {
    load(loop.condition().left());
    load(loop.condition().right());
    result.add(LoweredOp.TRIP_COUNT, 0, loop.condition().opcode().ordinal(), loop.step());
    result.add(LoweredOp.STORE, trips);
    constant(0);
    result.add(LoweredOp.STORE, turns);
  }

  private void jumpIf(Opcode comparison, int label) {
    result.add(LoweredOp.JUMP_COMPARE, label, comparison.ordinal(), 1);
  }

  private void load(Linear value) {
    if (value.isConstant()) {
      constant(value.offset());
      return;
    }
    result.add(LoweredOp.LOAD, value.base());
    if (value.offset() != 0) {
      constant(value.offset());
      operation(Opcode.I32_ADD);
    }
  }

  private void constant(int value) {
    result.add(LoweredOp.OPERATION, Opcode.I32_CONST.ordinal(), 0, value);
  }

  private void operation(Opcode opcode) {
    result.add(LoweredOp.OPERATION, opcode.ordinal());
  }

  private void copy(int from, int to) {
    for (int i = from; i < to; i++) {
      result.add(code, i);
    }
  }
}
