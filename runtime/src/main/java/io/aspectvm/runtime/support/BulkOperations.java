package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.util.Arrays;

/**
 * Bulk memory instructions (WebAssembly 2.0, section 4.4.7): the operands, the instance, then the
 * indices that the instruction names. Positions and lengths are unsigned; bounds are checked before
 * any effect, and the gas is charged before that.
 */
public final class BulkOperations {

  private static final byte[] DROPPED = {};

  private BulkOperations() {}

  /** Copies from a data segment; one that was dropped, or was active, has length 0. */
  public static void memoryInit(int to, int from, int length, Instance instance, int segment) {
    byte[] source = instance.dataSegments[segment];
    byte[] memory = instance.memory.bytes;
    check(from, length, source);
    check(to, length, memory);
    System.arraycopy(source, from, memory, to, length);
  }

  /** As if through a copy where the two ranges overlap. */
  public static void memoryCopy(int to, int from, int length, Instance instance) {
    byte[] memory = instance.memory.bytes;
    check(from, length, memory);
    check(to, length, memory);
    System.arraycopy(memory, from, memory, to, length);
  }

  /**
   * @param value the low 8 bits count
   */
  public static void memoryFill(int to, int value, int length, Instance instance) {
    byte[] memory = instance.memory.bytes;
    check(to, length, memory);
    Arrays.fill(memory, to, to + length, (byte) value);
  }

  /** Other instances may share the outer array where all of its segments are empty. */
  public static void dataDrop(Instance instance, int segment) {
    if (instance.dataSegments[segment].length > 0) {
      instance.dataSegments[segment] = DROPPED;
    }
  }

  private static void check(int position, int length, byte[] bytes) {
    if (!Ranges.fits(position, length, bytes.length)) {
      throw new Trap(TrapKind.OUT_OF_BOUNDS_MEMORY);
    }
  }
}
