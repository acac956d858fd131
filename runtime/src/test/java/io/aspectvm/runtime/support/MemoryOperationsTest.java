package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every load and store at both ends of memory, and outside it by every sum that wraps. */
class MemoryOperationsTest {

  private static final int SIZE = 64;

  /** What an access reads, as 64 bits. */
  private interface Load {
    long read(int address, byte[] memory, int offset);
  }

  /** A load, how many bytes it reads, and what it makes of bytes that are all above 0x7F. */
  private enum Loads {
    I32(MemoryOperations::i32Load, 4, 0xFFFF_FFFF_F3F2_F1F0L),
    I64(MemoryOperations::i64Load, 8, 0xF7F6_F5F4_F3F2_F1F0L),
    F32(
        (address, memory, offset) ->
            Float.floatToRawIntBits(MemoryOperations.f32Load(address, memory, offset)),
        4,
        0xFFFF_FFFF_F3F2_F1F0L),
    F64(
        (address, memory, offset) ->
            Double.doubleToRawLongBits(MemoryOperations.f64Load(address, memory, offset)),
        8,
        0xF7F6_F5F4_F3F2_F1F0L),
    I32_8_S(MemoryOperations::i32Load8S, 1, 0xFFFF_FFFF_FFFF_FFF0L),
    I32_8_U(MemoryOperations::i32Load8U, 1, 0xF0),
    I32_16_S(MemoryOperations::i32Load16S, 2, 0xFFFF_FFFF_FFFF_F1F0L),
    I32_16_U(MemoryOperations::i32Load16U, 2, 0xF1F0),
    I64_8_S(MemoryOperations::i64Load8S, 1, 0xFFFF_FFFF_FFFF_FFF0L),
    I64_8_U(MemoryOperations::i64Load8U, 1, 0xF0),
    I64_16_S(MemoryOperations::i64Load16S, 2, 0xFFFF_FFFF_FFFF_F1F0L),
    I64_16_U(MemoryOperations::i64Load16U, 2, 0xF1F0),
    I64_32_S(MemoryOperations::i64Load32S, 4, 0xFFFF_FFFF_F3F2_F1F0L),
    I64_32_U(MemoryOperations::i64Load32U, 4, 0xF3F2_F1F0L);

    private final Load load;
    private final int width;
    private final long value;

    Loads(Load load, int width, long value) {
      this.load = load;
      this.width = width;
      this.value = value;
    }
  }

  /** Writes the low bits of 64. */
  private interface Store {
    void write(int address, long bits, byte[] memory, int offset);
  }

  /** A store, and how many bytes it writes. */
  private enum Stores {
    I32((a, bits, memory, offset) -> MemoryOperations.i32Store(a, (int) bits, memory, offset), 4),
    I64(MemoryOperations::i64Store, 8),
    F32(
        (a, bits, memory, offset) ->
            MemoryOperations.f32Store(a, Float.intBitsToFloat((int) bits), memory, offset),
        4),
    F64(
        (a, bits, memory, offset) ->
            MemoryOperations.f64Store(a, Double.longBitsToDouble(bits), memory, offset),
        8),
    I32_8(
        (a, bits, memory, offset) -> MemoryOperations.i32Store8(a, (int) bits, memory, offset), 1),
    I32_16(
        (a, bits, memory, offset) -> MemoryOperations.i32Store16(a, (int) bits, memory, offset), 2),
    I64_8(MemoryOperations::i64Store8, 1),
    I64_16(MemoryOperations::i64Store16, 2),
    I64_32(MemoryOperations::i64Store32, 4);

    private final Store store;
    private final int width;

    Stores(Store store, int width) {
      this.store = store;
      this.width = width;
    }
  }

  private interface Access {
    void at(int address, int offset);
  }

  private static void traps(Access access, int address, int offset) {
    Trap trap =
        assertThrows(Trap.class, () -> access.at(address, offset), () -> address + " + " + offset);
    assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap.kind());
  }

  /** What does not fit into memory, of accesses with this width: sums have 33 bits. */
  private static void trapsOutside(int width, Access access) {
    int behind = SIZE - width + 1;
    traps(access, behind, 0);
    traps(access, 0, behind);
    traps(access, behind - 1, 1);
    traps(access, SIZE, 0);
    for (int most : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -SIZE}) {
      traps(access, most, 0);
      traps(access, 0, most);
      traps(access, most, 1);
      traps(access, 1, most);
      traps(access, most, most);
      // The low 32 bits of the sum are within memory.
      traps(access, most, SIZE / 2 - most);
      traps(access, SIZE / 2 - most, most);
    }
  }

  @ParameterizedTest
  @EnumSource(Loads.class)
  void loads(Loads load) {
    byte[] memory = new byte[SIZE];
    Access access = (address, offset) -> load.load.read(address, memory, offset);
    int last = SIZE - load.width;
    for (int at : new int[] {0, 1, last}) {
      Arrays.fill(memory, (byte) 0);
      for (int i = 0; i < load.width; i++) {
        memory[at + i] = (byte) (0xF0 + i);
      }
      assertEquals(load.value, load.load.read(at, memory, 0));
      assertEquals(load.value, load.load.read(0, memory, at));
      assertEquals(load.value, load.load.read(at / 2, memory, at - at / 2));
    }
    trapsOutside(load.width, access);
  }

  @ParameterizedTest
  @EnumSource(Stores.class)
  void stores(Stores store) {
    byte[] memory = new byte[SIZE];
    long bits = 0xF7F6_F5F4_F3F2_F1F0L;
    int last = SIZE - store.width;
    for (int at : new int[] {0, 1, last}) {
      byte[] expected = new byte[SIZE];
      for (int i = 0; i < store.width; i++) {
        expected[at + i] = (byte) (0xF0 + i);
      }
      for (int address : new int[] {at, 0, at / 2}) {
        Arrays.fill(memory, (byte) 0);
        store.store.write(address, bits, memory, at - address);
        assertArrayEquals(expected, memory);
      }
    }
    byte[] before = memory.clone();
    trapsOutside(
        store.width, (address, offset) -> store.store.write(address, bits, memory, offset));
    assertArrayEquals(before, memory);
  }

  /** A signalling NaN stays what it is. */
  @Test
  void floatsAreBits() {
    byte[] memory = new byte[8];
    MemoryOperations.i64Store(0, 0x7FF0_0000_7FA0_0001L, memory, 0);
    byte[] expected = memory.clone();
    MemoryOperations.f32Store(0, MemoryOperations.f32Load(0, memory, 0), memory, 0);
    MemoryOperations.f64Store(0, MemoryOperations.f64Load(0, memory, 0), memory, 0);
    assertArrayEquals(expected, memory);
  }

  @Test
  void anEmptyMemoryHasNoByte() {
    byte[] memory = {};
    for (Loads load : Loads.values()) {
      traps((address, offset) -> load.load.read(address, memory, offset), 0, 0);
    }
    for (Stores store : Stores.values()) {
      traps((address, offset) -> store.store.write(address, 1, memory, offset), 0, 0);
    }
  }

  @Test
  void growsWithTheInstance() {
    Instance instance = new Instance() {};
    instance.memory = new LinearMemory(1, 3);
    byte[] before = MemoryOperations.memoryBytes(instance);
    assertSame(instance.memory.bytes, before);
    assertEquals(1, MemoryOperations.memorySize(instance));
    assertEquals(1, MemoryOperations.memoryGrow(2, instance));
    assertEquals(3, MemoryOperations.memorySize(instance));
    assertEquals(3 * 65_536, MemoryOperations.memoryBytes(instance).length);
    assertEquals(-1, MemoryOperations.memoryGrow(1, instance));
  }
}
