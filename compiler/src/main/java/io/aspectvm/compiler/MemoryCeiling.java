package io.aspectvm.compiler;

import io.aspectvm.runtime.LinearMemory;

/**
 * How far linear memories may grow, in pages of 65,536 bytes (aspect-abi, section 8: two regimes,
 * by the declared minimum).
 *
 * @param pages ceiling for a memory whose minimum does not exceed it
 * @param largePages ceiling for a memory with a larger minimum; a minimum above this one cannot be
 *     instantiated
 */
public record MemoryCeiling(int pages, int largePages) {

  /** As the reference's engine settings come out. */
  public static final MemoryCeiling ASPECT = new MemoryCeiling(160, 512);

  /** What a buffer can hold. */
  public static final MemoryCeiling WASM =
      new MemoryCeiling(LinearMemory.MAX_PAGES, LinearMemory.MAX_PAGES);

  /**
   * The ceiling of one memory.
   *
   * @param minimum declared, unsigned
   * @param maximum declared, unsigned; {@link Long#MAX_VALUE} where there is none
   */
  public int of(long minimum, long maximum) {
    return (int) Math.min(maximum, minimum <= pages ? pages : largePages);
  }
}
