package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bulk memory instructions at every boundary of three unsigned operands, against what is computed
 * here. A trap changes nothing.
 */
class BulkMemoryTest {

  private static final int SIZE = 65_536;
  private static final long PLENTY = Long.MAX_VALUE;
  private static final byte[] SEGMENT = new byte[100];

  private static final long[] NEAR_SIZE = boundaries(SIZE);
  private static final long[] NEAR_SEGMENT = boundaries(SEGMENT.length);
  private static final long[] LENGTHS = {
    0, 1, 7, 8, 9, 99, 100, 101, SIZE - 1, SIZE, SIZE + 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL
  };

  private static final GuestModule MODULE =
      new GuestModule()
          .memory(1)
          .passiveData(SEGMENT)
          .passiveData((byte) 1)
          .export("copy", "i32 i32 i32 ->", operands() + "memory.copy")
          .export("fill", "i32 i32 i32 ->", operands() + "memory.fill")
          .export("init", "i32 i32 i32 ->", operands() + "memory.init 0")
          .export("initOther", "i32 i32 i32 ->", operands() + "memory.init 1")
          .export("drop", "->", "data.drop 0");

  private static Guest guest;

  static {
    new Random(11).nextBytes(SEGMENT);
  }

  private static String operands() {
    return "local.get 0; local.get 1; local.get 2; ";
  }

  private static long[] boundaries(int size) {
    return new long[] {
      0,
      1,
      2,
      size - 8,
      size - 1,
      size,
      size + 1,
      0x7FFF_FFFFL,
      0x8000_0000L,
      0xFFFF_FF00L,
      0xFFFF_FFFFL
    };
  }

  @BeforeAll
  static void load() throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    guest = Guest.load(MODULE.toByteArray(), options, Isolation.INSTANCE);
  }

  private static Instance instance() {
    Instance instance = guest.instance(PLENTY);
    new Random(7).nextBytes(instance.memory.bytes);
    return instance;
  }

  private static void traps(Instance instance, String export, long... arguments) {
    Trap trap = assertThrows(Trap.class, () -> guest.call(instance, export, arguments));
    assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap.kind());
  }

  /** Calls with bytes that come from {@code source} at {@code from}, or nowhere. */
  private static void check(
      Instance instance, String export, byte[] source, long to, long from, long length) {
    byte[] expected = instance.memory.bytes.clone();
    if (to + length > SIZE || from + length > source.length) {
      traps(instance, export, to, from, length);
    } else {
      System.arraycopy(source.clone(), (int) from, expected, (int) to, (int) length);
      guest.call(instance, export, to, from, length);
    }
    assertArrayEquals(
        expected, instance.memory.bytes, () -> export + " " + to + " " + from + " " + length);
  }

  @Test
  void copies() {
    Instance instance = instance();
    for (long to : NEAR_SIZE) {
      for (long from : NEAR_SIZE) {
        for (long length : LENGTHS) {
          check(instance, "copy", instance.memory.bytes, to, from, length);
        }
      }
    }
  }

  @Test
  void initialises() {
    Instance instance = instance();
    for (long to : NEAR_SIZE) {
      for (long from : NEAR_SEGMENT) {
        for (long length : LENGTHS) {
          check(instance, "init", SEGMENT, to, from, length);
        }
      }
    }
  }

  @Test
  void fillsWithTheLowByte() {
    Instance instance = instance();
    for (long to : NEAR_SIZE) {
      for (long length : LENGTHS) {
        for (long value : new long[] {0, 0x7F, 0x80, 0xFFFF_FFABL}) {
          byte[] filling = new byte[SIZE];
          Arrays.fill(filling, (byte) value);
          byte[] expected = instance.memory.bytes.clone();
          if (to + length > SIZE) {
            traps(instance, "fill", to, value, length);
          } else {
            System.arraycopy(filling, 0, expected, (int) to, (int) length);
            guest.call(instance, "fill", to, value, length);
          }
          assertArrayEquals(expected, instance.memory.bytes, () -> "fill " + to + " " + length);
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
    traps(instance, "init", SIZE + 1, 0, 0);
    guest.call(instance, "drop");
    guest.call(instance, "initOther", 3, 0, 1);
    assertEquals(1, instance.memory.bytes[3]);
  }

  @Test
  void droppingIsTheInstancesOwnAffair() {
    Instance first = instance();
    Instance second = instance();
    guest.call(first, "drop");
    guest.call(second, "init", 0, 0, 100);
    guest.call(instance(), "init", 0, 0, 100);
    traps(first, "init", 0, 0, 100);
  }

  /** Then no instance has an outer array of its own. */
  @Test
  void activeSegmentsAreDroppedFromTheStart() throws Exception {
    CodeWriter init =
        new CodeWriter()
            .add(Opcode.I32_CONST, 0)
            .add(Opcode.I32_CONST, 0)
            .add(Opcode.LOCAL_GET, 0)
            .add(Opcode.DATA_DROP, 0)
            .add(Opcode.MEMORY_INIT, 0)
            .add(Opcode.END);
    ModuleBuilder module = new ModuleBuilder().data(0, new byte[] {1}).dataCount();
    module.memory(1, 1);
    int type = module.type(List.of(ValueType.I32), List.of());
    module.export("f", ExternalKind.FUNCTION, module.function(type, init));
    Guest active =
        Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.INSTANCE);
    Instance instance = active.instance(PLENTY);
    active.call(instance, "f", 0);
    assertThrows(Trap.class, () -> active.call(instance, "f", 1));
    assertSame(instance.dataSegments, active.instance(PLENTY).dataSegments);
  }

  @Test
  void worksOnTheMemoryThatGrew() throws Exception {
    Guest grown =
        Guest.load(
            new GuestModule()
                .memory(1)
                .export(
                    "f",
                    "-> i32",
                    "i32.const 1; memory.grow; drop\n"
                        + "i32.const 65536; i32.const 7; i32.const 65536; memory.fill\n"
                        + "i32.const 0; i32.const 131068; i32.const 4; memory.copy\n"
                        + "i32.const 0; i32.load")
                .toByteArray(),
            CompilerOptions.of(Profile.WASM),
            Isolation.INSTANCE);
    assertEquals(0x0707_0707, grown.call(grown.instance(PLENTY), "f")[0]);
  }
}
