package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every load and store, at every address and offset where a check can go wrong: the effective
 * address is the sum of two unsigned numbers of 32 bits, in more than 32 bits. What is expected is
 * computed here.
 */
class MemorySemanticsTest {

  private static final int SIZE = 65_536;
  private static final long SEED = 7;

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withMetering(false);

  private static final long[] OFFSETS = {
    0,
    1,
    7,
    8,
    255,
    SIZE - 9,
    SIZE - 8,
    SIZE - 4,
    SIZE - 2,
    SIZE - 1,
    SIZE,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0x8000_0001L,
    0xFFFF_0000L,
    0xFFFF_FFF8L,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL
  };

  /** Unsigned: around 0, the end of memory, 2^31 and 2^32, and what makes each offset end there. */
  private static Set<Long> addresses() {
    Set<Long> addresses = new TreeSet<>();
    for (long near : new long[] {0, 8, SIZE, 0x8000_0000L, 0x1_0000_0000L}) {
      for (long distance = -9; distance <= 9; distance++) {
        addresses.add((near + distance) & 0xFFFF_FFFFL);
      }
    }
    for (long offset : OFFSETS) {
      for (long end : new long[] {0, SIZE, 0x8000_0000L, 0x1_0000_0000L}) {
        for (long distance : new long[] {-8, -4, -2, -1, 0, 1}) {
          addresses.add((end - offset + distance) & 0xFFFF_FFFFL);
        }
      }
    }
    return addresses;
  }

  private static Stream<Opcode> loads() {
    return accesses(1);
  }

  private static Stream<Opcode> stores() {
    return accesses(2);
  }

  private static Stream<Opcode> accesses(int operands) {
    return Arrays.stream(Opcode.values())
        .filter(opcode -> opcode.accessBytes() > 0)
        .filter(opcode -> opcode.signature().orElseThrow().operands().size() == operands);
  }

  /** One function for each offset, {@code f<n>}. */
  private static Guest load(Opcode access) throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, 1);
    List<ValueType> operands = access.signature().orElseThrow().operands();
    int type = module.type(operands, access.signature().orElseThrow().results());
    for (int i = 0; i < OFFSETS.length; i++) {
      CodeWriter code = new CodeWriter();
      for (int j = 0; j < operands.size(); j++) {
        code.add(Opcode.LOCAL_GET, j);
      }
      code.add(access, 0, OFFSETS[i]).add(Opcode.END);
      module.export("f" + i, ExternalKind.FUNCTION, module.function(type, code));
    }
    return Guest.load(module.toByteArray(), OPTIONS, Isolation.INSTANCE);
  }

  @ParameterizedTest
  @MethodSource("loads")
  void loadsWhatIsThere(Opcode access) throws Exception {
    Guest guest = load(access);
    Instance instance = guest.instance(Long.MAX_VALUE);
    byte[] memory = instance.memory.bytes;
    new Random(SEED).nextBytes(memory);
    for (int i = 0; i < OFFSETS.length; i++) {
      for (long address : addresses()) {
        String what = access.mnemonic() + " at " + address + " + " + OFFSETS[i];
        long effective = address + OFFSETS[i];
        if (effective + access.accessBytes() > SIZE) {
          assertOutOfBounds(what, guest, instance, "f" + i, address);
        } else {
          long[] result = guest.call(instance, "f" + i, address);
          assertEquals(loaded(access, memory, (int) effective), normal(access, result[0]), what);
        }
      }
    }
  }

  private static final long[] CONSTANT_ADDRESSES = {
    0, 1, 8, SIZE - 8, SIZE - 4, SIZE - 1, SIZE, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL
  };

  private static Stream<Opcode> accesses() {
    return Stream.concat(loads(), stores());
  }

  /** The address is in the code too, where a compiler might add it to the offset. */
  @ParameterizedTest
  @MethodSource("accesses")
  void constantAddressesAreAddresses(Opcode access) throws Exception {
    List<ValueType> operands = access.signature().orElseThrow().operands();
    List<ValueType> others = operands.subList(1, operands.size());
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, 1);
    int type = module.type(others, access.signature().orElseThrow().results());
    for (long offset : OFFSETS) {
      for (long address : CONSTANT_ADDRESSES) {
        CodeWriter code = new CodeWriter().add(Opcode.I32_CONST, (int) address);
        if (!others.isEmpty()) {
          code.add(Opcode.LOCAL_GET, 0);
        }
        code.add(access, 0, offset).add(Opcode.END);
        module.export(address + "+" + offset, ExternalKind.FUNCTION, module.function(type, code));
      }
    }
    Guest guest = Guest.load(module.toByteArray(), OPTIONS, Isolation.INSTANCE);
    Instance instance = guest.instance(Long.MAX_VALUE);
    new Random(SEED).nextBytes(instance.memory.bytes);
    for (long offset : OFFSETS) {
      for (long address : CONSTANT_ADDRESSES) {
        checkConstant(access, guest, instance, address, offset);
      }
    }
  }

  private static void checkConstant(
      Opcode access, Guest guest, Instance instance, long address, long offset) {
    String what = access.mnemonic() + " at " + address + " + " + offset;
    byte[] memory = instance.memory.bytes;
    byte[] expected = memory.clone();
    long effective = address + offset;
    boolean load = !access.signature().orElseThrow().results().isEmpty();
    long value = 0x8182_8384_8586_8788L;
    long[] arguments = load ? new long[0] : new long[] {value};
    if (effective + access.accessBytes() > SIZE) {
      assertOutOfBounds(what, guest, instance, address + "+" + offset, arguments);
    } else {
      long[] result = guest.call(instance, address + "+" + offset, arguments);
      if (load) {
        assertEquals(loaded(access, memory, (int) effective), normal(access, result[0]), what);
      } else {
        for (int b = 0; b < access.accessBytes(); b++) {
          expected[(int) effective + b] = (byte) (value >> (8 * b));
        }
      }
    }
    assertArrayEquals(expected, memory, what);
  }

  /** A 32-bit result may come with anything in the upper half. */
  private static long normal(Opcode access, long bits) {
    return access.mnemonic().charAt(1) == '3' ? bits & 0xFFFF_FFFFL : bits;
  }

  private static long loaded(Opcode access, byte[] memory, int from) {
    long value = 0;
    for (int i = access.accessBytes() - 1; i >= 0; i--) {
      value = (value << 8) | (memory[from + i] & 0xFF);
    }
    if (access.mnemonic().endsWith("_s")) {
      int unused = 64 - 8 * access.accessBytes();
      value = (value << unused) >> unused;
    }
    return normal(access, value);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void storesWhereItSays(Opcode access) throws Exception {
    Guest guest = load(access);
    Instance instance = guest.instance(Long.MAX_VALUE);
    byte[] memory = instance.memory.bytes;
    Random random = new Random(SEED);
    byte[] expected = new byte[SIZE];
    for (int i = 0; i < OFFSETS.length; i++) {
      for (long address : addresses()) {
        String what = access.mnemonic() + " at " + address + " + " + OFFSETS[i];
        long effective = address + OFFSETS[i];
        long value = random.nextLong();
        if (effective + access.accessBytes() > SIZE) {
          assertOutOfBounds(what, guest, instance, "f" + i, address, value);
        } else {
          guest.call(instance, "f" + i, address, value);
          for (int b = 0; b < access.accessBytes(); b++) {
            expected[(int) effective + b] = (byte) (value >> (8 * b));
          }
        }
      }
      // Nothing of a store that trapped is there either.
      assertArrayEquals(expected, memory, access.mnemonic() + " + " + OFFSETS[i]);
    }
  }

  private static void assertOutOfBounds(
      String what, Guest guest, Instance instance, String export, long... arguments) {
    try {
      guest.call(instance, export, arguments);
    } catch (Trap trap) {
      assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap.kind(), what);
      return;
    }
    throw new AssertionError(what + " did not trap");
  }

  /** A memory without pages, or one that was grown: its size counts when it is accessed. */
  @Test
  void theSizeIsThatOfTheMoment() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(0, 2);
    int grow = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    module.export(
        "grow",
        ExternalKind.FUNCTION,
        module.function(
            grow,
            new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.MEMORY_GROW).add(Opcode.END)));
    module.export(
        "load",
        ExternalKind.FUNCTION,
        module.function(
            grow,
            new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.I32_LOAD8_U).add(Opcode.END)));
    Guest guest = Guest.load(module.toByteArray(), OPTIONS, Isolation.INSTANCE);
    Instance instance = guest.instance(Long.MAX_VALUE);
    assertOutOfBounds("empty", guest, instance, "load", 0);
    for (long pages : new long[] {3, -1, 0x8000_0000L, 65_536}) {
      assertEquals(-1, (int) guest.call(instance, "grow", pages)[0], pages + " pages more");
    }
    assertEquals(0, guest.call(instance, "grow", 0)[0]);
    assertOutOfBounds("empty", guest, instance, "load", 0);
    for (int pages = 0; pages < 2; pages++) {
      assertEquals(pages, guest.call(instance, "grow", 1)[0]);
      long end = (pages + 1) * (long) SIZE;
      assertEquals(0, guest.call(instance, "load", end - 1)[0]);
      assertOutOfBounds("end", guest, instance, "load", end);
    }
    assertEquals(-1, (int) guest.call(instance, "grow", 1)[0]);
  }
}
