package io.aspectvm.runtime.support;

/**
 * Trip counts: how many turns a loop certainly takes, worked out before it starts. The condition at
 * the end of each turn compares a value that changes by {@code step} each time with a bound that
 * does not change.
 *
 * <p>Counts are sound, not exact: up to the last of these turns the condition holds; then it must
 * be looked at. All are positive, and 1 where nothing is known. Each method takes the value at the
 * first look, the bound and the step, which is not 0.
 *
 * <p>No method here calls another: the JIT compiler leaves calls alone in what runs once for many
 * turns of a loop, and would not see the counts.
 */
public final class LoopOperations {

  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private LoopOperations() {}

  /**
   * While the value is not the bound. If the step divides the distance, the first value to equal
   * the bound is the one that the division names: no earlier one can, around 2^32 or not.
   */
  public static int tripsNe(int value, int bound, int step) {
    long distance = (step > 0 ? bound - value : value - bound) & UNSIGNED;
    long size = step > 0 ? step : -(long) step;
    long more = distance / size;
    if (more * size != distance) {
      return 1;
    }
    return more < Integer.MAX_VALUE ? (int) more + 1 : Integer.MAX_VALUE;
  }

  /** While the value is below the bound, unsigned; the step is positive. */
  public static int tripsLtU(int value, int bound, int step) {
    if (value + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
      long more = ((bound - value - 1) & UNSIGNED) / step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is at most the bound, unsigned; the step is positive. */
  public static int tripsLeU(int value, int bound, int step) {
    if (value + Integer.MIN_VALUE <= bound + Integer.MIN_VALUE) {
      long more = ((bound - value) & UNSIGNED) / step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is above the bound, unsigned; the step is negative. */
  public static int tripsGtU(int value, int bound, int step) {
    if (value + Integer.MIN_VALUE > bound + Integer.MIN_VALUE) {
      long more = ((value - bound - 1) & UNSIGNED) / -(long) step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is at least the bound, unsigned; the step is negative. */
  public static int tripsGeU(int value, int bound, int step) {
    if (value + Integer.MIN_VALUE >= bound + Integer.MIN_VALUE) {
      long more = ((value - bound) & UNSIGNED) / -(long) step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is below the bound, signed; the step is positive. */
  public static int tripsLtS(int value, int bound, int step) {
    if (value < bound) {
      long more = ((bound - value - 1) & UNSIGNED) / step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is at most the bound, signed; the step is positive. */
  public static int tripsLeS(int value, int bound, int step) {
    if (value <= bound) {
      long more = ((bound - value) & UNSIGNED) / step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is above the bound, signed; the step is negative. */
  public static int tripsGtS(int value, int bound, int step) {
    if (value > bound) {
      long more = ((value - bound - 1) & UNSIGNED) / -(long) step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }

  /** While the value is at least the bound, signed; the step is negative. */
  public static int tripsGeS(int value, int bound, int step) {
    if (value >= bound) {
      long more = ((value - bound) & UNSIGNED) / -(long) step;
      return more < Integer.MAX_VALUE - 1 ? (int) more + 2 : Integer.MAX_VALUE;
    }
    return 1;
  }
}
