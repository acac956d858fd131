package io.aspectvm.gas.plan;

import java.util.Arrays;

/**
 * The metering blocks of one function body: the state and the helpers of the gas specification,
 * section 4, named as there.
 *
 * <p>The specification gives every frame an open block (start, cost) and merges it into the one of
 * the frame below, when it is flushed, if both start at the same instruction. Equal starts have
 * only one origin: the frame was opened by {@code block}, which takes over the start of the frame
 * it is in. Here such frames share one block from the beginning, so that there is nothing to merge;
 * and blocks are numbered as they start, so that there is nothing to sort. Every operation takes
 * constant time.
 */
final class MeteringBlocks {

  /** {@link #low} of a frame is the smallest frame that a forward branch inside it may target. */
  private int[] low = new int[16];

  private boolean[] isLoop = new boolean[16];

  /** Number of each frame's open block. */
  private int[] open = new int[16];

  private int depth;

  /** Blocks in the order of their starts. */
  private int[] starts = new int[16];

  private long[] costs = new long[16];
  private int blocks;

  /** Opens frame 0, the function body. */
  MeteringBlocks() {
    push(startBlock(0), false);
  }

  /** Number of open frames; 0 behind the function's final {@code end}. */
  int depth() {
    return depth;
  }

  /**
   * Adds to the open block of the top frame.
   *
   * @throws ArithmeticException if the sum does not fit into 63 bits
   */
  void add(long cost) {
    int block = open[depth - 1];
    costs[block] = Math.addExact(costs[block], cost);
  }

  /** Opens the frame of a {@code block}: it goes on with the open block of the frame it is in. */
  void openShared() {
    push(open[depth - 1], false);
  }

  /** Opens the frame of an {@code if} or a {@code loop} at {@code position}. */
  void openBehind(int position, boolean loop) {
    push(startBlock(position + 1), loop);
  }

  /** Ends the open block of the top frame; the next one starts behind {@code position}. */
  void flush(int position) {
    open[depth - 1] = startBlock(position + 1);
  }

  /**
   * Ends the top frame. If some branch may leave past it, what follows it does not run whenever
   * what precedes it runs, so the open block of the frame below ends here too.
   */
  void close(int position) {
    depth--;
    if (depth == 0) {
      return;
    }
    int lowest = low[depth];
    if (lowest < low[depth - 1]) {
      low[depth - 1] = lowest;
    }
    if (lowest < depth) {
      flush(position);
    }
  }

  /** Notes a branch from the top frame to frame {@code target}; backward branches do not count. */
  void branchTo(int target) {
    if (!isLoop[target] && target < low[depth - 1]) {
      low[depth - 1] = target;
    }
  }

  /** The blocks that cost something, with {@code overhead} added to each. */
  MeteringPlan plan(long overhead) {
    int[] positions = new int[blocks];
    long[] amounts = new long[blocks];
    int size = 0;
    for (int i = 0; i < blocks; i++) {
      if (costs[i] > 0) {
        positions[size] = starts[i];
        amounts[size] = Math.addExact(costs[i], overhead);
        size++;
      }
    }
    return new MeteringPlan(Arrays.copyOf(positions, size), Arrays.copyOf(amounts, size));
  }

  private void push(int block, boolean loop) {
    if (depth == open.length) {
      low = Arrays.copyOf(low, depth * 2);
      isLoop = Arrays.copyOf(isLoop, depth * 2);
      open = Arrays.copyOf(open, depth * 2);
    }
    low[depth] = depth;
    isLoop[depth] = loop;
    open[depth] = block;
    depth++;
  }

  private int startBlock(int start) {
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, blocks * 2);
      costs = Arrays.copyOf(costs, blocks * 2);
    }
    starts[blocks] = start;
    costs[blocks] = 0;
    return blocks++;
  }
}
