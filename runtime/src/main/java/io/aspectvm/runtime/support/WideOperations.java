package io.aspectvm.runtime.support;

/**
 * Wide arithmetic (WebAssembly proposal "wide-arithmetic"): the high 64 bits of the result. The low
 * ones are those of the ordinary instruction on the low halves, which compiled code makes itself.
 */
public final class WideOperations {

  private WideOperations() {}

  /** High half of a sum of two 128-bit integers. */
  public static long i64Add128(long low1, long high1, long low2, long high2) {
    return high1 + high2 + (isBelow(low1 + low2, low1) ? 1 : 0);
  }

  /** High half of a difference of two 128-bit integers. */
  public static long i64Sub128(long low1, long high1, long low2, long high2) {
    return high1 - high2 - (isBelow(low1, low2) ? 1 : 0);
  }

  /** High half of a product of two signed integers. */
  public static long i64MulWideS(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  /** High half of a product of two unsigned integers: each that is negative as a long adds 2^64. */
  public static long i64MulWideU(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  /** Unsigned; see {@link IntegerOperations} for why it is written so. */
  private static boolean isBelow(long a, long b) {
    return (a ^ Long.MIN_VALUE) < (b ^ Long.MIN_VALUE);
  }
}
