package io.aspectvm.runtime.support;

/** Ranges of memories, tables and segments. */
final class Ranges {

  private Ranges() {}

  /**
   * Whether a range lies within something of this size; an empty one may lie at its end.
   *
   * @param position unsigned
   * @param length unsigned
   * @param size 0 to 2^31 - 1; if the range fits, position and length are not negative as ints
   */
  static boolean fits(int position, int length, int size) {
    return Integer.toUnsignedLong(position) + Integer.toUnsignedLong(length) <= size;
  }
}
