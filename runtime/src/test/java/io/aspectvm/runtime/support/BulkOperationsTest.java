package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations on ranges: what just fits is done, what does not traps before anything is done. */
class BulkOperationsTest {

  private static final int SIZE = 8;
  private static final TrapKind MEMORY = TrapKind.OUT_OF_BOUNDS_MEMORY;
  private static final TrapKind TABLE = TrapKind.OUT_OF_BOUNDS_TABLE;

  private final Instance instance = new Instance() {};

  @BeforeEach
  void fill() {
    instance.memory = new LinearMemory(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, 1);
    instance.dataSegments = new byte[][] {{10, 11, 12}, {}};
    instance.tables =
        new Table[] {
          new Table(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 10), new Table(new int[] {20, 21}, 2)
        };
    instance.elementSegments = new int[][] {{10, 11, 12}, {}};
  }

  private void memoryIs(int... expected) {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) expected[i];
    }
    assertArrayEquals(bytes, instance.memory.bytes);
  }

  private void tableIs(int... expected) {
    assertArrayEquals(expected, instance.tables[0].elements);
  }

  private void traps(TrapKind kind, Executable operation) {
    assertEquals(kind, assertThrows(Trap.class, operation).kind());
    memoryIs(0, 1, 2, 3, 4, 5, 6, 7);
    tableIs(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, true",
    "0, 8, 8, true",
    "8, 0, 8, true",
    "3, 5, 8, true",
    "3, 6, 8, false",
    "9, 0, 8, false",
    "0, 9, 8, false",
    "1, 0, 0, false",
    "-1, 1, 8, false",
    "1, -1, 8, false",
    "-1, -1, 8, false",
    "-2147483648, -2147483648, 8, false",
    "-1, 0, 2147483647, false",
    "0, -1, 2147483647, false",
    "2147483647, 0, 2147483647, true",
    "0, 2147483647, 2147483647, true",
    "2147483647, 1, 2147483647, false",
    "2147483647, 2147483647, 2147483647, false",
  })
  void rangesAreUnsigned(int position, int length, int size, boolean fits) {
    assertEquals(fits, Ranges.fits(position, length, size));
  }

  @Test
  void memoryFill() {
    BulkOperations.memoryFill(6, 0x1FE, 2, instance);
    memoryIs(0, 1, 2, 3, 4, 5, -2, -2);
    BulkOperations.memoryFill(0, 9, 1, instance);
    memoryIs(9, 1, 2, 3, 4, 5, -2, -2);
    BulkOperations.memoryFill(8, 9, 0, instance);
    memoryIs(9, 1, 2, 3, 4, 5, -2, -2);
  }

  @Test
  void memoryFillOutside() {
    traps(MEMORY, () -> BulkOperations.memoryFill(7, 9, 2, instance));
    traps(MEMORY, () -> BulkOperations.memoryFill(9, 9, 0, instance));
    traps(MEMORY, () -> BulkOperations.memoryFill(-1, 9, 1, instance));
    traps(MEMORY, () -> BulkOperations.memoryFill(4, 9, -4, instance));
  }

  @Test
  void memoryCopy() {
    BulkOperations.memoryCopy(2, 0, 6, instance);
    memoryIs(0, 1, 0, 1, 2, 3, 4, 5);
    BulkOperations.memoryCopy(0, 5, 3, instance);
    memoryIs(3, 4, 5, 1, 2, 3, 4, 5);
    BulkOperations.memoryCopy(8, 8, 0, instance);
    memoryIs(3, 4, 5, 1, 2, 3, 4, 5);
  }

  @Test
  void memoryCopyOutside() {
    traps(MEMORY, () -> BulkOperations.memoryCopy(0, 7, 2, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(7, 0, 2, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(0, 9, 0, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(9, 0, 0, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(0, -1, 1, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(-1, 0, 1, instance));
    traps(MEMORY, () -> BulkOperations.memoryCopy(0, 0, -1, instance));
  }

  @Test
  void memoryInit() {
    BulkOperations.memoryInit(5, 0, 3, instance, 0);
    memoryIs(0, 1, 2, 3, 4, 10, 11, 12);
    BulkOperations.memoryInit(0, 2, 1, instance, 0);
    memoryIs(12, 1, 2, 3, 4, 10, 11, 12);
    BulkOperations.memoryInit(8, 3, 0, instance, 0);
    BulkOperations.memoryInit(8, 0, 0, instance, 1);
    memoryIs(12, 1, 2, 3, 4, 10, 11, 12);
  }

  @Test
  void memoryInitOutside() {
    traps(MEMORY, () -> BulkOperations.memoryInit(0, 1, 3, instance, 0));
    traps(MEMORY, () -> BulkOperations.memoryInit(6, 0, 3, instance, 0));
    traps(MEMORY, () -> BulkOperations.memoryInit(0, 4, 0, instance, 0));
    traps(MEMORY, () -> BulkOperations.memoryInit(9, 0, 0, instance, 0));
    traps(MEMORY, () -> BulkOperations.memoryInit(0, 0, 1, instance, 1));
    traps(MEMORY, () -> BulkOperations.memoryInit(0, -1, 1, instance, 0));
    traps(MEMORY, () -> BulkOperations.memoryInit(0, 0, -1, instance, 0));
  }

  /** What instances share is not written to, not even with the same. */
  @Test
  void dataDrop() {
    byte[] empty = instance.dataSegments[1];
    BulkOperations.dataDrop(instance, 0);
    BulkOperations.dataDrop(instance, 1);
    assertSame(empty, instance.dataSegments[1]);
    traps(MEMORY, () -> BulkOperations.memoryInit(0, 0, 1, instance, 0));
    BulkOperations.memoryInit(0, 0, 0, instance, 0);
  }

  @Test
  void tableGetAndSet() {
    TableOperations.tableSet(0, 30, instance, 0);
    TableOperations.tableSet(7, 37, instance, 0);
    tableIs(30, 1, 2, 3, 4, 5, 6, 37);
    assertEquals(30, TableOperations.tableGet(0, instance, 0));
    assertEquals(37, TableOperations.tableGet(7, instance, 0));
    assertEquals(21, TableOperations.tableGet(1, instance, 1));
    assertEquals(2, TableOperations.tableSize(instance, 1));
  }

  @ParameterizedTest
  @CsvSource({"8", "9", "2147483647", "-1", "-2147483648"})
  void tableGetAndSetOutside(int position) {
    traps(TABLE, () -> TableOperations.tableGet(position, instance, 0));
    traps(TABLE, () -> TableOperations.tableSet(position, 9, instance, 0));
  }

  @Test
  void tableFill() {
    TableOperations.tableFill(6, 30, 2, instance, 0);
    tableIs(0, 1, 2, 3, 4, 5, 30, 30);
    TableOperations.tableFill(8, 31, 0, instance, 0);
    tableIs(0, 1, 2, 3, 4, 5, 30, 30);
  }

  @Test
  void tableFillOutside() {
    traps(TABLE, () -> TableOperations.tableFill(7, 9, 2, instance, 0));
    traps(TABLE, () -> TableOperations.tableFill(9, 9, 0, instance, 0));
    traps(TABLE, () -> TableOperations.tableFill(4, 9, -4, instance, 0));
  }

  @Test
  void tableCopy() {
    TableOperations.tableCopy(2, 0, 6, instance, 0, 0);
    tableIs(0, 1, 0, 1, 2, 3, 4, 5);
    TableOperations.tableCopy(6, 0, 2, instance, 0, 1);
    tableIs(0, 1, 0, 1, 2, 3, 20, 21);
  }

  @Test
  void tableCopyOutside() {
    traps(TABLE, () -> TableOperations.tableCopy(0, 1, 2, instance, 0, 1));
    traps(TABLE, () -> TableOperations.tableCopy(7, 0, 2, instance, 0, 1));
    traps(TABLE, () -> TableOperations.tableCopy(0, 0, -1, instance, 0, 1));
  }

  @Test
  void tableInit() {
    TableOperations.tableInit(5, 0, 3, instance, 0, 0);
    tableIs(0, 1, 2, 3, 4, 10, 11, 12);
    TableOperations.tableInit(8, 0, 0, instance, 1, 0);
    tableIs(0, 1, 2, 3, 4, 10, 11, 12);
  }

  @Test
  void tableInitOutside() {
    traps(TABLE, () -> TableOperations.tableInit(0, 1, 3, instance, 0, 0));
    traps(TABLE, () -> TableOperations.tableInit(6, 0, 3, instance, 0, 0));
    traps(TABLE, () -> TableOperations.tableInit(0, 0, 1, instance, 1, 0));
  }

  @Test
  void elemDrop() {
    int[] empty = instance.elementSegments[1];
    TableOperations.elemDrop(instance, 0);
    TableOperations.elemDrop(instance, 1);
    assertSame(empty, instance.elementSegments[1]);
    traps(TABLE, () -> TableOperations.tableInit(0, 0, 1, instance, 0, 0));
    TableOperations.tableInit(0, 0, 0, instance, 0, 0);
  }

  @Test
  void tableGrow() {
    assertEquals(8, TableOperations.tableGrow(30, 2, instance, 0));
    tableIs(0, 1, 2, 3, 4, 5, 6, 7, 30, 30);
    int[] before = instance.tables[0].elements;
    assertEquals(-1, TableOperations.tableGrow(30, 1, instance, 0));
    assertEquals(-1, TableOperations.tableGrow(30, -1, instance, 0));
    assertEquals(10, TableOperations.tableGrow(30, 0, instance, 0));
    assertSame(before, instance.tables[0].elements);
    assertEquals(10, instance.tables[0].ceiling());
  }
}
