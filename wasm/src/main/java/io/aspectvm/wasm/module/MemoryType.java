package io.aspectvm.wasm.module;

/** Size of a linear memory, in pages of 65,536 bytes. */
public record MemoryType(SizeLimits limits) {

  /** Bytes in a page. */
  public static final int PAGE_BYTES = 65_536;

  /** The specification's own bound on the size of a memory, in pages. */
  public static final long MAX_PAGES = 65_536;
}
