package io.aspectvm.jmh.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.jmh.FactoryThreads;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every instruction is measured, and its price is the schedule's. */
class UnitsTest {

  /** Those that never run on, or have no price. */
  private static final Set<Opcode> LEFT_OUT =
      EnumSet.of(Opcode.UNREACHABLE, Opcode.ELSE, Opcode.END, Opcode.RETURN);

  static List<Unit> units() {
    return Units.full();
  }

  private static Unit named(String name) {
    return Units.full().stream().filter(unit -> unit.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everySupportedInstructionIsMeasured() {
    Set<Opcode> expected = EnumSet.noneOf(Opcode.class);
    for (Opcode opcode : Opcode.values()) {
      if (opcode.feature().map(Profile.WASM::has).orElse(true)) {
        expected.add(opcode);
      }
    }
    expected.removeAll(LEFT_OUT);
    Set<Opcode> actual = EnumSet.noneOf(Opcode.class);
    Units.full().forEach(unit -> actual.addAll(unit.measured()));
    assertEquals(expected, actual);
  }

  @Test
  void namesAreUniqueAndQuickOnesExist() {
    Set<String> names = new HashSet<>();
    Units.full().forEach(unit -> assertTrue(names.add(unit.name()), unit.name()));
    assertEquals(Units.QUICK.size() + Units.FIRST.size(), Units.quick().size());
    Set<String> families = new HashSet<>();
    Units.full().forEach(unit -> families.add(unit.family()));
    Units.quick().forEach(unit -> families.remove(unit.family()));
    assertEquals(Set.of(), families, "families without a quick unit");
  }

  /** Units run, and none traps however often it is repeated. */
  @ParameterizedTest
  @MethodSource("units")
  void unitRuns(Unit unit) {
    FactoryThreads.run(
        () -> {
          try (UnitLoop loop = new UnitLoop(unit, 30, GasSchedules.ARTELA_CURRENT)) {
            loop.run(3);
          }
        });
  }

  /** A chain's end depends on its length: nothing of it can be left out. */
  @ParameterizedTest
  @CsvSource({"i32.add", "i64.mul_wide_u", "f64.add", "global.get + global.set"})
  void checksumDependsOnRepetitions(String name) {
    FactoryThreads.run(
        () -> {
          Unit unit = named(name);
          try (UnitLoop once = new UnitLoop(unit, 1, GasSchedules.ARTELA_CURRENT);
              UnitLoop twice = new UnitLoop(unit, 2, GasSchedules.ARTELA_CURRENT)) {
            assertTrue(once.checksum() != twice.checksum());
          }
        });
  }

  /** By gas, sections 3 and 10; those of branches and calls have the charges in them. */
  @ParameterizedTest
  @CsvSource({
    "i32.add, 80, 1",
    "i64.clz, 850, 85",
    "i32.rem_u, 100, 4",
    "f64.min, 500, 50",
    "i64.lt_u, 26, 2",
    "select, 150, 10",
    "local.get + local.set, 120, 4",
    "i32.load8_u, 40, 2",
    "i64.store, 80, 4",
    "'memory.grow, 1 page', 14771000, 51297630",
    "'memory.copy, 1 KiB', 15560, 968",
    "i64.add128, 480, 6",
    "'call, short function', 1381, 157",
    "'table.copy, 1024 elements', 123080, 6344",
  })
  void pricesAreThoseOfTheSpecification(String name, double current, double legacy) {
    FactoryThreads.run(
        () -> {
          Unit unit = named(name);
          assertEquals(current, InstructionPrices.gas(unit, GasSchedules.ARTELA_CURRENT), 1e-6);
          assertEquals(legacy, InstructionPrices.gas(unit, GasSchedules.ARTELA_LEGACY), 1e-6);
        });
  }

  /** Seven of eight arms have a charge; what is behind all of them is paid before. */
  @Test
  void companionsCountAsOftenAsTheyAreExecuted() {
    FactoryThreads.run(
        () -> {
          double gas =
              InstructionPrices.gas(
                  named("br_table, 8 arms, unpredictable"), GasSchedules.ARTELA_CURRENT);
          assertEquals(150 + 7 * 10 + 1106 * 7 / 8.0, gas, 40);
        });
  }
}
