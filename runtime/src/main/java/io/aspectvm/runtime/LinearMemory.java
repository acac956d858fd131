package io.aspectvm.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A linear memory: a little-endian heap {@link ByteBuffer} that guest and host share.
 *
 * <p>Compiled code reaches the backing array directly ({@link #bytes}); its length is always the
 * exact size of the memory, so the array's own bounds are the memory's bounds. Growing replaces the
 * array: a buffer or array taken before is stale afterwards. Not thread-safe; owned by one
 * execution.
 */
public final class LinearMemory {

  /** Bytes in a page. */
  public static final int PAGE_BYTES = 65_536;

  /** Pages that fit in a buffer: the ceiling where nothing lower is configured. */
  public static final int MAX_PAGES = 32_767;

  /** The content; replaced by {@link #grow}. For compiled code and the host edge. */
  public byte[] bytes;

  private static final byte[] NOTHING = {};

  private final int maximumPages;
  private ByteBuffer buffer;

  /** Whether somebody was given a view of the content. */
  private boolean viewed;

  /**
   * @param initialPages 0 to {@link #MAX_PAGES}
   * @param maximumPages ceiling for growth, in pages; at most {@link #MAX_PAGES}
   */
  public LinearMemory(int initialPages, int maximumPages) {
    this(newContent(initialPages, maximumPages), maximumPages);
  }

  /**
   * @param content whole pages, taken over
   * @param maximumPages as above
   */
  public LinearMemory(byte[] content, int maximumPages) {
    this.bytes = content;
    this.maximumPages = maximumPages;
  }

  private static byte[] newContent(int initialPages, int maximumPages) {
    if (initialPages < 0 || initialPages > maximumPages || maximumPages > MAX_PAGES) {
      throw new IllegalArgumentException(
          "memory of " + initialPages + " to " + maximumPages + " pages");
    }
    return new byte[initialPages * PAGE_BYTES];
  }

  /** Size in pages. */
  public int pages() {
    return bytes.length / PAGE_BYTES;
  }

  /** Ceiling for growth, in pages. */
  public int maximumPages() {
    return maximumPages;
  }

  /**
   * Grows by {@code delta} pages, unsigned, as {@code memory.grow} does.
   *
   * @return the size before, in pages, or -1 where the ceiling does not allow it
   */
  public int grow(int delta) {
    int before = pages();
    long after = before + Integer.toUnsignedLong(delta);
    if (after > maximumPages) {
      return -1;
    }
    if (delta != 0) {
      bytes = Arrays.copyOf(bytes, (int) after * PAGE_BYTES);
      buffer = null;
      viewed = false;
    }
    return before;
  }

  /**
   * A little-endian view of the current content. Valid until the memory grows; position, limit and
   * order belong to the caller.
   */
  public ByteBuffer buffer() {
    viewed = true;
    if (buffer == null) {
      buffer = ByteBuffer.wrap(bytes);
    }
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Takes the content away at the end of the execution; the memory has none from then on.
   *
   * @return the content, if nobody was given a view of it: a host function may have kept one.
   *     Otherwise an empty array
   */
  public byte[] retire() {
    byte[] content = viewed ? NOTHING : bytes;
    bytes = NOTHING;
    buffer = null;
    return content;
  }
}
