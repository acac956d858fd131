package io.aspectvm.runtime;

import java.util.Arrays;

/**
 * A table of functions of one instance, by function index; {@link #NULL} where an element is null.
 * Not thread-safe; owned by one execution.
 */
public final class Table {

  /** The null reference. */
  public static final int NULL = -1;

  /** Function indices, or {@link #NULL}. For compiled code. */
  public int[] elements;

  /**
   * @param size number of elements, all null
   */
  public Table(int size) {
    elements = new int[size];
    Arrays.fill(elements, NULL);
  }
}
