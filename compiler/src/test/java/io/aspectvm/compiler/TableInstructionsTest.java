package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Table instructions at every boundary of their unsigned operands, against what is computed here. A
 * trap changes nothing.
 */
class TableInstructionsTest {

  private static final int SIZE = 20;
  private static final long PLENTY = Long.MAX_VALUE;
  private static final long[] POSITIONS = {
    0, 1, 2, 3, SIZE - 3, SIZE - 1, SIZE, SIZE + 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL
  };

  /** Table 0 and 1 are of functions, 2 of host objects, with a maximum. */
  private static final GuestModule MODULE =
      new GuestModule()
          .function("a", "-> i32", "i32.const 10")
          .function("b", "-> i32", "i32.const 11")
          .function("c", "i32 -> i32", "local.get 0")
          .table(SIZE, "a", "b", "c")
          .anotherTable(ValueType.FUNCREF, SIZE, -1)
          .anotherTable(ValueType.EXTERNREF, SIZE, SIZE + 5)
          .passiveElements("b", "c", "a")
          .export("get", "i32 -> externref", "local.get 0; table.get 2")
          .export("set", "i32 externref ->", "local.get 0; local.get 1; table.set 2")
          .export("size", "-> i32", "table.size 2")
          .export("grow", "externref i32 -> i32", "local.get 0; local.get 1; table.grow 2")
          .export("growOpen", "i32 -> i32", "ref.func $a; local.get 0; table.grow 1")
          .export("fill", "i32 externref i32 ->", operands() + "table.fill 2")
          .export("copyWithin", "i32 i32 i32 ->", operands() + "table.copy 2 2")
          .export("copyAcross", "i32 i32 i32 ->", operands() + "table.copy 1 0")
          .export("copyBack", "i32 i32 i32 ->", operands() + "table.copy 0 1")
          .export("init", "i32 i32 i32 ->", operands() + "table.init 1 1")
          .export("initActive", "i32 i32 i32 ->", operands() + "table.init 0 1")
          .export("drop", "->", "elem.drop 1; elem.drop 0")
          .export("call0", "i32 -> i32", "local.get 0; call_indirect -> i32")
          .export("call1", "i32 -> i32", "local.get 0; call_indirect 1 -> i32");

  private static Guest guest;

  private static String operands() {
    return "local.get 0; local.get 1; local.get 2; ";
  }

  @BeforeAll
  static void load() throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    guest = Guest.load(MODULE.toByteArray(), options, Isolation.INSTANCE);
  }

  /** The elements of table 2 are 100, 101, and so on. */
  private static Instance instance() {
    Instance instance = guest.instance(PLENTY);
    Arrays.setAll(instance.tables[2].elements, i -> 100 + i);
    return instance;
  }

  private static void traps(TrapKind kind, Instance instance, String export, long... arguments) {
    Trap trap = assertThrows(Trap.class, () -> guest.call(instance, export, arguments));
    assertEquals(kind, trap.kind());
  }

  private static void traps(Instance instance, String export, long... arguments) {
    traps(TrapKind.OUT_OF_BOUNDS_TABLE, instance, export, arguments);
  }

  /** Calls with elements that come from {@code source} at {@code from}. */
  private static void check(
      Instance instance, String export, int table, int[] source, long to, long from, long length) {
    int[] expected = instance.tables[table].elements.clone();
    if (to + length > SIZE || from + length > source.length) {
      traps(instance, export, to, from, length);
    } else {
      System.arraycopy(source.clone(), (int) from, expected, (int) to, (int) length);
      guest.call(instance, export, to, from, length);
    }
    assertArrayEquals(
        expected,
        instance.tables[table].elements,
        () -> export + " " + to + " " + from + " " + length);
  }

  @Test
  void getsAndSets() {
    Instance instance = instance();
    for (long position : POSITIONS) {
      int[] expected = instance.tables[2].elements.clone();
      if (position < SIZE) {
        assertEquals(100 + position, guest.call(instance, "get", position)[0]);
        guest.call(instance, "set", position, 0x7FFF_FFFF);
        expected[(int) position] = 0x7FFF_FFFF;
        assertEquals(0x7FFF_FFFF, guest.call(instance, "get", position)[0]);
      } else {
        traps(instance, "get", position);
        traps(instance, "set", position, 0);
      }
      assertArrayEquals(expected, instance.tables[2].elements);
    }
    guest.call(instance, "set", 0, Table.NULL);
    assertEquals(Table.NULL, guest.call(instance, "get", 0)[0]);
  }

  @Test
  void fills() {
    Instance instance = instance();
    for (long to : POSITIONS) {
      for (long length : POSITIONS) {
        int[] expected = instance.tables[2].elements.clone();
        if (to + length > SIZE) {
          traps(instance, "fill", to, 5, length);
        } else {
          Arrays.fill(expected, (int) to, (int) (to + length), 5);
          guest.call(instance, "fill", to, 5, length);
        }
        assertArrayEquals(expected, instance.tables[2].elements);
      }
    }
  }

  @Test
  void copies() {
    Instance instance = instance();
    for (long to : POSITIONS) {
      for (long from : POSITIONS) {
        for (long length : POSITIONS) {
          int[] source = instance.tables[2].elements;
          check(instance, "copyWithin", 2, source, to, from, length);
          check(instance, "copyAcross", 1, instance.tables[0].elements, to, from, length);
          check(instance, "copyBack", 0, instance.tables[1].elements, to, from, length);
        }
      }
    }
  }

  @Test
  void initialises() {
    Instance instance = instance();
    int[] segment = {1, 2, 0};
    for (long to : POSITIONS) {
      for (long from : POSITIONS) {
        for (long length : POSITIONS) {
          check(instance, "init", 1, segment, to, from, length);
          check(instance, "initActive", 1, new int[0], to, from, length);
        }
      }
    }
  }

  @Test
  void droppedSegmentsAreEmpty() {
    Instance instance = instance();
    guest.call(instance, "drop");
    guest.call(instance, "init", SIZE, 0, 0);
    traps(instance, "init", 0, 0, 1);
    traps(instance, "init", 0, 1, 0);
    guest.call(instance, "drop");
    guest.call(instance(), "init", 0, 0, 3);
  }

  @Test
  void growsUpToItsMaximum() {
    Instance instance = instance();
    assertEquals(-1, guest.call(instance, "grow", 7, 6)[0]);
    assertEquals(-1, guest.call(instance, "grow", 7, 0xFFFF_FFFFL)[0]);
    assertEquals(-1, guest.call(instance, "grow", 7, 0x8000_0000L)[0]);
    assertEquals(SIZE, guest.call(instance, "grow", 7, 0)[0]);
    assertEquals(SIZE, guest.call(instance, "grow", 7, 3)[0]);
    assertEquals(SIZE + 3, guest.call(instance, "size")[0]);
    assertEquals(SIZE + 3, guest.call(instance, "grow", Table.NULL, 2)[0]);
    assertEquals(7, guest.call(instance, "get", SIZE + 2)[0]);
    assertEquals(Table.NULL, guest.call(instance, "get", SIZE + 4)[0]);
    assertEquals(100, guest.call(instance, "get", 0)[0]);
    assertEquals(-1, guest.call(instance, "grow", 7, 1)[0]);
    assertEquals(SIZE, instance().tables[2].elements.length);
  }

  /** Without a maximum of its own, the profile's limit is one: no size takes the process down. */
  @Test
  void growsUpToTheProfilesLimit() {
    Instance instance = instance();
    int limit = Profile.WASM.limits().tableElements();
    assertEquals(-1, guest.call(instance, "growOpen", limit)[0]);
    assertEquals(-1, guest.call(instance, "growOpen", 0xFFFF_FFFFL)[0]);
    assertEquals(SIZE, guest.call(instance, "growOpen", limit - SIZE)[0]);
    assertEquals(10, guest.call(instance, "call1", limit - 1)[0]);
    assertEquals(-1, guest.call(instance, "growOpen", 1)[0]);
  }

  /** Each table has its own elements for the same type. */
  @Test
  void callsThroughEachTable() {
    Instance instance = instance();
    assertEquals(11, guest.call(instance, "call0", 1)[0]);
    traps(TrapKind.UNINITIALIZED_ELEMENT, instance, "call1", 1);
    guest.call(instance, "init", 0, 0, 3);
    assertEquals(11, guest.call(instance, "call1", 0)[0]);
    traps(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, instance, "call1", 1);
    assertEquals(10, guest.call(instance, "call1", 2)[0]);
    assertEquals(10, guest.call(instance, "call0", 0)[0]);
    traps(TrapKind.UNDEFINED_ELEMENT, instance, "call1", SIZE);
    traps(TrapKind.UNDEFINED_ELEMENT, instance, "call1", 0xFFFF_FFFFL);
    guest.call(instance, "growOpen", 1);
    assertEquals(10, guest.call(instance, "call1", SIZE)[0]);
  }
}
