package io.aspectvm.examples.node;

import java.util.Arrays;

/** How long things took. Thread-safe. */
final class Latencies {

  private long[] nanos = new long[1 << 10];
  private int size;

  synchronized void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = duration;
  }

  synchronized int size() {
    return size;
  }

  /**
   * The durations below which these parts of all are, in nanoseconds; 0 where there is none.
   *
   * @param percents 0 to 100
   */
  synchronized long[] percentiles(double... percents) {
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    long[] found = new long[percents.length];
    for (int i = 0; i < percents.length && size > 0; i++) {
      int rank = (int) Math.ceil(percents[i] / 100 * size);
      found[i] = sorted[Math.max(0, Math.min(size, rank) - 1)];
    }
    return found;
  }
}
