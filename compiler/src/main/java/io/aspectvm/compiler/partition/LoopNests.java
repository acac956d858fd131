package io.aspectvm.compiler.partition;

import io.aspectvm.compiler.lower.LoweredCode;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Finds the loops each turn of which is a fixed computation and not a short one: their inner loops
 * have none inside, and turn a few times that the code says. Hash functions and arithmetic on long
 * integers are made of such loops.
 */
public final class LoopNests {

  /** Most turns of an inner loop. */
  private static final int MAX_TURNS = 64;

  /** Most loops that are found in a function: the pieces that it is cut into take memory each. */
  private static final int MAX_FOUND = 32;

  /**
   * Most registers that a nest uses: each is loaded and stored at every turn, and a turn may turn
   * back at once, so that its gas would not be worth that time.
   */
  private static final int MAX_REGISTERS = 64;

  private final LoweredCode code;
  private final int minWork;
  private final Loops loops;
  private final BitSet heads = new BitSet();
  private int found;
  private final Deque<Nest> open = new ArrayDeque<>();

  private LoopNests(LoweredCode code, int minWork) {
    this.code = code;
    this.minWork = minWork;
    this.loops = Loops.of(code, code.labelPositions());
  }

  /**
   * Positions of the heads of such loops, the first {@value #MAX_FOUND} of them.
   *
   * @param minWork fewest entries of lowered code that a turn executes, where all branches count; 0
   *     for all loops that have loops inside, none of which has one itself
   */
  public static BitSet find(LoweredCode code, int minWork) {
    LoopNests nests = new LoopNests(code, minWork);
    for (int head = 0; head < code.size(); head++) {
      if (nests.loops.end(head) > 0) {
        nests.close(head);
        if (!FixedTurns.isCounter(code, head)) {
          nests.open.push(nests.new Nest(head));
        }
      }
    }
    nests.close(code.size());
    return nests.heads;
  }

  /** Takes from the open loops those that end before {@code position}. */
  private void close(int position) {
    while (!open.isEmpty() && open.peek().end <= position) {
      Nest closed = open.pop();
      if (found < MAX_FOUND && closed.isWorthCalls()) {
        heads.set(closed.head);
        found++;
      }
      if (!open.isEmpty()) {
        open.peek().add(closed);
      }
    }
  }

  /** A loop with what lies inside. */
  private final class Nest {
    private final int head;
    private final int end;
    private int height = 1;
    private boolean fixed = true;
    private long work;

    Nest(int head) {
      this.head = head;
      this.end = loops.end(head);
      this.work = (long) end - head;
    }

    void add(Nest inner) {
      height = Math.max(height, inner.height + 1);
      if (height > 2) {
        return; // No matter what it does; and loops that lie deep are not looked at at every level.
      }
      int turns = FixedTurns.of(code, inner.head, inner.end);
      fixed &= turns != FixedTurns.UNKNOWN && turns <= MAX_TURNS;
      work += inner.work * Math.max(0, turns - 1);
    }

    boolean isWorthCalls() {
      return height == 2
          && (minWork == 0 || (fixed && work >= minWork))
          && code.usedRegisters(head, loops.behind(head)).cardinality() <= MAX_REGISTERS;
    }
  }
}
