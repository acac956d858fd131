package io.aspectvm.runtime.support;

/**
 * Conversions of floats to integers that do not trap (WebAssembly 2.0, section 4.3.3): NaN gives 0,
 * everything else the nearest value of the type to the truncated one. To signed types they are
 * Java's casts.
 */
public final class SaturatingOperations {

  private SaturatingOperations() {}

  public static int i32TruncSatF32S(float value) {
    return (int) value;
  }

  public static int i32TruncSatF32U(float value) {
    return i32TruncSatF64U(value);
  }

  public static int i32TruncSatF64S(double value) {
    return (int) value;
  }

  public static int i32TruncSatF64U(double value) {
    return (int) Math.max(0, Math.min((long) value, 0xFFFF_FFFFL));
  }

  public static long i64TruncSatF32S(float value) {
    return (long) value;
  }

  public static long i64TruncSatF32U(float value) {
    return i64TruncSatF64U(value);
  }

  public static long i64TruncSatF64S(double value) {
    return (long) value;
  }

  /** A value of 2^63 or more loses 2^63 first; of 2^64 or more, its rest saturates the cast. */
  public static long i64TruncSatF64U(double value) {
    if (value >= 0x1p63) {
      return (long) (value - 0x1p63) | Long.MIN_VALUE;
    }
    return Math.max(0, (long) value);
  }
}
