package io.aspectvm.runtime;

import java.util.Arrays;

/**
 * A table of references of one instance. A reference is an int: of a function its index, of a host
 * object whatever 0 to 2^31 - 1 the embedder chose; {@link #NULL} is the null reference. Not
 * thread-safe; owned by one execution.
 */
public final class Table {

  /** The null reference. */
  public static final int NULL = -1;

  /** The references; replaced by {@link #grow}. For compiled code. */
  public int[] elements;

  private final int ceiling;

  /**
   * @param elements kept; its length is the size
   * @param ceiling greatest size that the table can grow to
   */
  public Table(int[] elements, int ceiling) {
    this.elements = elements;
    this.ceiling = ceiling;
  }

  /** Greatest size that the table can grow to. */
  public int ceiling() {
    return ceiling;
  }

  /**
   * Grows by {@code count} elements, unsigned, as {@code table.grow} does.
   *
   * @param reference what the new elements hold
   * @return the size before, or -1 where the ceiling does not allow it
   */
  public int grow(int count, int reference) {
    int before = elements.length;
    long after = before + Integer.toUnsignedLong(count);
    if (after > ceiling) {
      return -1;
    }
    if (count != 0) {
      elements = Arrays.copyOf(elements, (int) after);
      Arrays.fill(elements, before, elements.length, reference);
    }
    return before;
  }
}
