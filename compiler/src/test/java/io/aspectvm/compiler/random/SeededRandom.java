package io.aspectvm.compiler.random;

import java.util.List;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): the same
 * numbers from a seed on every JVM, today and later, which the library's generators promise for
 * some of their methods only. Not thread-safe.
 *
 * <p>Open to those who have numbers of their own: all others come from {@link #nextLong}.
 */
public class SeededRandom {

  private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private long state;

  public SeededRandom(long seed) {
    state = seed;
  }

  public long nextLong() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to {@code bound - 1}: the upper half of a number, times the bound. */
  public int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** True once in {@code oneIn} times. */
  public boolean chance(int oneIn) {
    return below(oneIn) == 0;
  }

  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  public long pick(long... values) {
    return values[below(values.length)];
  }
}
