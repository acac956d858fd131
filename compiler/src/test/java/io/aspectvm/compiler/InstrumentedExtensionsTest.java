package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the reference cannot meter, and the second engine does not know, metered in both of our
 * ways: compiled with gas, and instrumented, then compiled without.
 */
class InstrumentedExtensionsTest {

  private static final List<GasSchedule> SCHEDULES =
      List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.ARTELA_LEGACY, GasSchedules.HARDENED);

  /** The only global of an instrumented module. */
  private static final int COUNTER = 0;

  /** WASM gas: more than any of the calls takes. */
  private static final long PLENTY = 1L << 60;

  private record Row(String code, long[] sizes) {
    @Override
    public String toString() {
      return code;
    }
  }

  private static Row row(String code, long... sizes) {
    return new Row(code, sizes);
  }

  /** Each takes a size from local 0 and leaves an i64. */
  private static Stream<Row> rows() {
    String three = "i32.const 3; i32.const 1; local.get 0; ";
    String loaded = "; i32.const 0; i64.load";
    return Stream.of(
        row(three + "memory.copy" + loaded, 0, 1, 8, 9, 65_533, 65_534, -1),
        row(three + "memory.fill" + loaded, 0, 1, 8, 9, 65_533, 65_534, -1),
        row(three + "memory.init 0" + loaded, 0, 4, 49, 50, -1),
        row(three + "data.drop 0; memory.init 0" + loaded, 0, 1),
        row(three + "table.copy 0 1; table.size 0; i64.extend_i32_u", 0, 1, 17, 18, -1),
        row(three + "table.copy 1 0; table.size 1; i64.extend_i32_u", 0, 1, 17, 18, -1),
        row(three + "table.init 0 1; table.size 1; i64.extend_i32_u", 0, 1, 2, 3, -1),
        row("i32.const 1; ref.null funcref; local.get 0; table.fill 1; i64.const 1", 0, 19, 20, -1),
        row("ref.null funcref; local.get 0; table.grow 0; i64.extend_i32_s", 0, 9, 10, 11, -1),
        row("ref.func $f; local.get 0; table.grow 1; i64.extend_i32_s", 0, 9, 10, 11, -1),
        row("local.get 0; memory.grow; i64.extend_i32_s", 0, 1, 2, -1),
        row("local.get 0; table.get 0; ref.is_null; i64.extend_i32_u", 0, 1, 19, 20, -1),
        row("local.get 0; ref.func $f; table.set 1; i64.const 3", 0, 1, 19, 20, -1),
        row(
            "ref.null funcref; ref.func $f; local.get 0; select funcref; ref.is_null;"
                + " if i64; i64.const 1; else; i64.const 2; end",
            0,
            1),
        row("local.get 0; f64.convert_i32_u; i64.trunc_sat_f64_s", 0, -1),
        row(
            "i64.const -1; i64.const 5; local.get 0; i64.extend_i32_u; i64.const 7; i64.add128;"
                + " i64.xor",
            0,
            1,
            -1),
        row("i64.const -1; local.get 0; i64.extend_i32_u; i64.mul_wide_u; i64.xor", 0, 1, -1));
  }

  private static byte[] module(Row row) {
    return new GuestModule()
        .memory(1, 2)
        .anotherTable(ValueType.FUNCREF, 20, 30)
        .anotherTable(ValueType.FUNCREF, 20, 30)
        .passiveElements("f", "f", "f")
        .passiveData(new byte[50])
        .export("f", "i32 -> i64", row.code)
        .toByteArray();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void bothWaysAgree(Row row) throws Exception {
    for (GasSchedule schedule : SCHEDULES) {
      byte[] wasm = module(row);
      CompilerOptions options = CompilerOptions.of(Profile.WASM).withSchedule(schedule);
      byte[] instrumented =
          ModuleInstrumenter.instrument(
                  ModuleReader.read(wasm, Profile.WASM.limits()), schedule, Profile.WASM)
              .bytes();
      Guest metered = Guest.load(wasm, options, Isolation.INSTANCE);
      Guest counting =
          Guest.load(renamed(instrumented), options.withMetering(false), Isolation.INSTANCE);
      for (long size : row.sizes) {
        compareAll(metered, counting, size);
      }
    }
  }

  /** Under the counter's own name our compiler takes no module. */
  private static byte[] renamed(byte[] instrumented) {
    String bytes = new String(instrumented, StandardCharsets.ISO_8859_1);
    String counter = Profile.GAS_COUNTER;
    return bytes.replace(counter, "x" + counter.substring(1)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** With gas in plenty, with what it takes, and with less. */
  private static void compareAll(Guest metered, Guest counting, long size) {
    long used = PLENTY - compare(metered, counting, size, PLENTY).gasLeft();
    Set<Long> limits = new TreeSet<>(List.of(0L, used));
    for (long less : new long[] {1, 100, used / 2, used * 2 / 3}) {
      limits.add(Math.max(0, used - less));
    }
    limits.forEach(limit -> compare(metered, counting, size, limit));
  }

  private static Instance compare(Guest metered, Guest counting, long size, long gas) {
    Instance ours = metered.instance(gas);
    Instance theirs = counting.instance(PLENTY);
    theirs.globals[COUNTER] = gas;
    Ended expected = call(counting, theirs, size);
    Ended found = call(metered, ours, size);
    String what = "size " + size + " with " + gas;
    assertEquals(theirs.globals[COUNTER], ours.gasLeft(), what);
    if (ours.gasLeft() < 0) {
      assertEquals(new Ended(0, TrapKind.UNREACHABLE), expected, what);
      assertEquals(new Ended(0, TrapKind.OUT_OF_GAS), found, what);
    } else {
      assertEquals(expected, found, what);
    }
    assertArrayEquals(theirs.memory.bytes, ours.memory.bytes, what);
    for (int i = 0; i < ours.tables.length; i++) {
      assertArrayEquals(theirs.tables[i].elements, ours.tables[i].elements, what);
    }
    return ours;
  }

  private record Ended(long result, TrapKind trap) {}

  private static Ended call(Guest guest, Instance instance, long size) {
    try {
      return new Ended(guest.call(instance, "f", size)[0], null);
    } catch (Trap trap) {
      return new Ended(0, trap.kind());
    }
  }
}
