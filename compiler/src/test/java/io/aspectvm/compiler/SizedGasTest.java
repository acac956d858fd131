package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gas of every instruction whose price depends on a size, by the numbers of the gas specification,
 * section 10: charged before any effect and before the instruction's own trap, for started units of
 * an unsigned size. Every size runs with what it needs, and with one less.
 */
class SizedGasTest {

  private static final long PLENTY = Long.MAX_VALUE;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  /** F of the two schedules, what the two constants and the operand cost, and {@code drop}. */
  private static final long[] OVERHEAD = {1106, 54};

  private static final long[] CONSTANT = {10, 1};
  private static final long[] LOCAL_GET = {40, 2};
  private static final long[] REF_NULL = {10, 1};
  private static final long[] DROP = {100, 10};

  /**
   * @param code takes the size from local 0 and leaves nothing
   * @param fixed static cost under C and L, all instructions and F included
   * @param perUnit dynamic cost under C and L
   * @param unit size of a unit
   * @param greatest size that does not trap
   */
  private record Row(
      String name, String code, long[] fixed, long[] perUnit, int unit, long greatest) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static long[] sum(long[]... terms) {
    return new long[] {
      Arrays.stream(terms).mapToLong(term -> term[0]).sum(),
      Arrays.stream(terms).mapToLong(term -> term[1]).sum()
    };
  }

  /** Two constants, the size, and an instruction for 200. */
  private static Row three(String name, long[] perUnit, int unit, long greatest) {
    long[] fixed = sum(OVERHEAD, CONSTANT, CONSTANT, LOCAL_GET, new long[] {200, 200});
    String code = "i32.const 0; i32.const 0; local.get 0; " + name;
    return new Row(name, code, fixed, perUnit, unit, greatest);
  }

  private static Stream<Row> rows() {
    long[] growth = {435_000, 435_000};
    return Stream.of(
        three("memory.copy", new long[] {120, 6}, 8, 65_536),
        three("memory.fill", new long[] {80, 4}, 8, 65_536),
        three("memory.init 0", new long[] {120, 6}, 8, 50),
        three("table.copy 0 1", new long[] {120, 6}, 1, 20),
        three("table.init 0 0", new long[] {120, 6}, 1, 3),
        new Row(
            "table.fill",
            "i32.const 0; ref.null funcref; local.get 0; table.fill 0",
            sum(OVERHEAD, CONSTANT, REF_NULL, LOCAL_GET, new long[] {200, 200}),
            new long[] {120, 6},
            1,
            20),
        new Row(
            "table.grow",
            "ref.null funcref; local.get 0; table.grow 1; drop",
            sum(OVERHEAD, REF_NULL, LOCAL_GET, growth, DROP),
            new long[] {1750, 6209},
            1,
            MAX_U32),
        new Row(
            "memory.grow",
            "local.get 0; memory.grow; drop",
            sum(OVERHEAD, LOCAL_GET, growth, DROP),
            new long[] {14_336_000, 50_862_630},
            1,
            MAX_U32));
  }

  private static GuestModule module(Row row) {
    return new GuestModule()
        .memory(1, 20)
        .function("a", "->", "")
        .anotherTable(ValueType.FUNCREF, 20, 30)
        .anotherTable(ValueType.FUNCREF, 20, 30)
        .passiveElements("a", "a", "a")
        .passiveData(new byte[50])
        .export("f", "i32 ->", row.code);
  }

  private static List<Long> sizes(Row row) {
    List<Long> sizes =
        new ArrayList<>(
            List.of(0L, 1L, 2L, 3L, 7L, 8L, 9L, 16L, 17L, 20L, 21L, 49L, 50L, 51L, 65_535L));
    sizes.addAll(List.of(65_536L, 65_537L, 0x7FFF_FFFFL, 0x8000_0000L, MAX_U32 - 7, MAX_U32));
    sizes.removeIf(size -> row.name.endsWith("grow") && size > 10 && size < 65_537);
    return sizes;
  }

  private static long price(Row row, int schedule, long size) {
    return row.fixed[schedule] + (size + row.unit - 1) / row.unit * row.perUnit[schedule];
  }

  @ParameterizedTest
  @MethodSource("rows")
  void current(Row row) throws Exception {
    check(row, GasSchedules.ARTELA_CURRENT, 0, CompilerOptions.MAX_JIT_METHOD_BYTES);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void legacy(Row row) throws Exception {
    check(row, GasSchedules.ARTELA_LEGACY, 1, CompilerOptions.MAX_JIT_METHOD_BYTES);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void inPieces(Row row) throws Exception {
    check(row, GasSchedules.ARTELA_CURRENT, 0, 200);
  }

  private static void check(Row row, GasSchedule schedule, int column, int methodBytes)
      throws Exception {
    CompilerOptions options =
        CompilerOptions.of(Profile.WASM).withSchedule(schedule).withMethodBytes(methodBytes);
    Guest guest = Guest.load(module(row).toByteArray(), options, Isolation.INSTANCE);
    for (long size : sizes(row)) {
      long price = price(row, column, size);
      succeedsOrTraps(guest, row, size, PLENTY, price);
      succeedsOrTraps(guest, row, size, price, price);
      runsOut(guest, size, price - 1);
    }
  }

  private static void succeedsOrTraps(Guest guest, Row row, long size, long gas, long price) {
    Instance instance = guest.instance(gas);
    if (size <= row.greatest) {
      guest.call(instance, "f", size);
    } else {
      Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f", size));
      assertEquals(
          row.name.startsWith("memory")
              ? TrapKind.OUT_OF_BOUNDS_MEMORY
              : TrapKind.OUT_OF_BOUNDS_TABLE,
          trap.kind());
    }
    assertEquals(gas - price, instance.gasLeft(), () -> "size " + size + " with " + gas);
  }

  /** Without a trace in memory or tables. */
  private static void runsOut(Guest guest, long size, long gas) {
    Instance instance = guest.instance(gas);
    Arrays.fill(instance.memory.bytes, (byte) 1);
    for (Table table : instance.tables) {
      Arrays.fill(table.elements, 0);
    }
    byte[] memory = instance.memory.bytes.clone();
    int[] elements = instance.tables[0].elements.clone();
    Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f", size));
    assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
    assertEquals(-1, instance.gasLeft());
    assertArrayEquals(memory, instance.memory.bytes);
    for (Table table : instance.tables) {
      assertArrayEquals(elements, table.elements);
    }
  }
}
