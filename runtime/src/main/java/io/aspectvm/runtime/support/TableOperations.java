package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.util.Arrays;

/**
 * Table instructions (WebAssembly 2.0, section 4.4.6): the operands, the instance, then the indices
 * that the instruction names, in the order of the text format's names for its operands. Positions
 * and lengths are unsigned; bounds are checked before any effect, and the gas is charged before
 * that. References are as in {@link Table}.
 */
public final class TableOperations {

  private static final int[] DROPPED = {};

  private TableOperations() {}

  public static int tableGet(int position, Instance instance, int table) {
    int[] elements = instance.tables[table].elements;
    check(position, 1, elements);
    return elements[position];
  }

  public static void tableSet(int position, int reference, Instance instance, int table) {
    int[] elements = instance.tables[table].elements;
    check(position, 1, elements);
    elements[position] = reference;
  }

  public static int tableSize(Instance instance, int table) {
    return instance.tables[table].elements.length;
  }

  /** See {@link Table#grow}. */
  public static int tableGrow(int reference, int count, Instance instance, int table) {
    return instance.tables[table].grow(count, reference);
  }

  public static void tableFill(int to, int reference, int length, Instance instance, int table) {
    int[] elements = instance.tables[table].elements;
    check(to, length, elements);
    Arrays.fill(elements, to, to + length, reference);
  }

  /** As if through a copy where the two ranges overlap. */
  public static void tableCopy(
      int to, int from, int length, Instance instance, int destination, int source) {
    copy(instance.tables[source].elements, from, instance.tables[destination].elements, to, length);
  }

  /** Copies from an element segment; one that was dropped, or is not passive, has length 0. */
  public static void tableInit(
      int to, int from, int length, Instance instance, int segment, int table) {
    copy(instance.elementSegments[segment], from, instance.tables[table].elements, to, length);
  }

  /** Other instances may share the outer array where all of its segments are empty. */
  public static void elemDrop(Instance instance, int segment) {
    if (instance.elementSegments[segment].length > 0) {
      instance.elementSegments[segment] = DROPPED;
    }
  }

  private static void copy(int[] source, int from, int[] destination, int to, int length) {
    check(from, length, source);
    check(to, length, destination);
    System.arraycopy(source, from, destination, to, length);
  }

  private static void check(int position, int length, int[] elements) {
    if (!Ranges.fits(position, length, elements.length)) {
      throw new Trap(TrapKind.OUT_OF_BOUNDS_TABLE);
    }
  }
}
