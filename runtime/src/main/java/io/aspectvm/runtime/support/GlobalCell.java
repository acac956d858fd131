package io.aspectvm.runtime.support;

/**
 * Where a global lives.
 *
 * @param globals of the instance that defines it, {@link io.aspectvm.runtime.Instance#globals};
 *     never replaced while the instance lives
 * @param index global index there
 */
public record GlobalCell(long[] globals, int index) {

  /** Raw bits. */
  public long get() {
    return globals[index];
  }

  void set(long bits) {
    globals[index] = bits;
  }
}
