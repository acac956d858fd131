package io.aspectvm.gas.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GasSchedulesTest {

  private static final GasSchedule CURRENT = GasSchedules.ARTELA_CURRENT;
  private static final GasSchedule LEGACY = GasSchedules.ARTELA_LEGACY;
  private static final GasSchedule HARDENED = GasSchedules.HARDENED;
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  static Iterable<GasSchedule> all() {
    return GasSchedules.all();
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertEquals(Optional.of(CURRENT), GasSchedules.byName("artela-current"));
    assertEquals(Optional.of(LEGACY), GasSchedules.byName("artela-legacy"));
    assertEquals(Optional.of(HARDENED), GasSchedules.byName("hardened"));
    assertEquals(Optional.empty(), GasSchedules.byName("Artela-current"));
    assertTrue(CURRENT.isReference());
    assertTrue(LEGACY.isReference());
    assertFalse(HARDENED.isReference());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyOpcodeCosts(GasSchedule schedule) {
    for (Opcode opcode : Opcode.values()) {
      assertTrue(schedule.cost(opcode) > 0, opcode.mnemonic());
    }
  }

  /** Every instruction whose work grows with an operand has a dynamic cost in it. */
  @ParameterizedTest
  @MethodSource("all")
  void everySizedOpcodeHasADynamicCost(GasSchedule schedule) {
    Set<Opcode> free = Set.of(Opcode.DATA_DROP, Opcode.ELEM_DROP);
    for (Opcode opcode : Opcode.values()) {
      boolean sized =
          opcode == Opcode.MEMORY_GROW
              || opcode == Opcode.BR_TABLE
              || opcode == Opcode.TABLE_GROW
              || opcode == Opcode.TABLE_FILL
              || (opcode.feature().equals(Optional.of(Feature.BULK_MEMORY))
                  && !free.contains(opcode));
      assertEquals(
          sized, !schedule.dynamicCost(opcode).equals(DynamicCost.NONE), opcode.mnemonic());
    }
  }

  @Test
  void chargeOverheadIsThatOfTheSpecification() {
    assertEquals(1106, CURRENT.chargeOverhead());
    assertEquals(54, LEGACY.chargeOverhead());
    assertEquals(1106, HARDENED.chargeOverhead());
  }

  @Test
  void branchTables() {
    assertEquals(150, CURRENT.brTableCost(0));
    assertEquals(170, CURRENT.brTableCost(2));
    assertEquals(15, LEGACY.brTableCost(0));
    assertEquals(17, LEGACY.brTableCost(2));
    assertEquals(150 + 10 * 65_520, CURRENT.brTableCost(65_520));
  }

  /** The derivations of sections 3.1 and 10. */
  @Test
  void growth() {
    long words = 65_536 / 32;
    assertEquals(1000 * (3 * words + words * words / 512), CURRENT.growPerPage());
    assertEquals(10_000_000_000_000L / 196_608, LEGACY.growPerPage());
    for (GasSchedule schedule : GasSchedules.all()) {
      long perElement = schedule.dynamicCost(Opcode.TABLE_GROW).perUnit();
      assertEquals((schedule.growPerPage() * 8 + 65_535) / 65_536, perElement);
    }
  }

  @Test
  void dynamicCostsCountStartedUnitsAndNeverOverflow() {
    DynamicCost copy = CURRENT.dynamicCost(Opcode.MEMORY_COPY);
    assertEquals(0, copy.of(0));
    assertEquals(120, copy.of(1));
    assertEquals(120, copy.of(8));
    assertEquals(240, copy.of(9));
    assertEquals(120L << 29, copy.of(MAX_U32));
    assertEquals(80, CURRENT.dynamicCost(Opcode.MEMORY_FILL).of(8));
    assertEquals(4, LEGACY.dynamicCost(Opcode.MEMORY_FILL).of(8));
    assertEquals(360, CURRENT.dynamicCost(Opcode.TABLE_INIT).of(3));
    assertEquals(MAX_U32 * 50_862_630L, LEGACY.dynamicCost(Opcode.MEMORY_GROW).of(MAX_U32));
    assertEquals(0, CURRENT.dynamicCost(Opcode.I32_ADD).of(7));
    DynamicCost huge = new DynamicCost(DynamicCost.Unit.PAGE, Long.MAX_VALUE);
    assertThrows(ArithmeticException.class, () -> huge.of(2));
  }

  @Test
  void hostPrices() {
    assertEquals(
        new HostPrice(30_000, 37_500, false, Surcharge.NONE),
        CURRENT.price("crypto-api", "__CryptoApi__.keccak"));
    for (ImportName name : CostTables.hostPrices(false).keySet()) {
      assertEquals(
          CURRENT.price(name.module(), name.field()), LEGACY.price(name.module(), name.field()));
    }
    assertSame(HostPrice.FREE, CURRENT.price("env", "abort"));
    assertEquals(Optional.empty(), CURRENT.findPrice("env", "abort"));
    assertEquals(28, CostTables.hostPrices(false).size());
  }

  @Test
  void hardenedIsCurrentWithItsHolesClosed() {
    for (Opcode opcode : Opcode.values()) {
      assertEquals(CURRENT.cost(opcode), HARDENED.cost(opcode));
      assertEquals(CURRENT.dynamicCost(opcode), HARDENED.dynamicCost(opcode));
    }
    assertEquals(0, CURRENT.perLocal());
    assertEquals(40, HARDENED.perLocal());
    Set<Surcharge> used = new HashSet<>();
    CostTables.hostPrices(true)
        .forEach(
            (name, price) -> {
              HostPrice plain = CURRENT.price(name.module(), name.field());
              assertEquals(plain.fixed(), price.fixed());
              assertEquals(plain.perByte(), price.perByte());
              assertTrue(price.evenIfEmpty());
              assertFalse(plain.evenIfEmpty());
              used.add(price.surcharge());
            });
    assertEquals(Set.of(Surcharge.values()), used);
    assertEquals(
        Surcharge.BN256_PAIRING_FLOOR,
        HARDENED.price("crypto-api", "__CryptoApi__.bn256Pairing").surcharge());
  }

  /** Section 11: the EVM's own prices, in WASM gas. */
  @Test
  void surchargesAreTheEvms() {
    assertSurcharge(Surcharge.BLAKE2F_ROUNDS, false, 0, 1_000);
    assertSurcharge(Surcharge.ECRECOVER_FLOOR, true, 3_000_000, 0);
    assertSurcharge(Surcharge.BN256_ADD_FLOOR, true, 150_000, 0);
    assertSurcharge(Surcharge.BN256_SCALAR_MUL_FLOOR, true, 6_000_000, 0);
    assertSurcharge(Surcharge.BN256_PAIRING_FLOOR, true, 45_000_000, 34_000_000);
    assertSurcharge(Surcharge.BIG_MOD_EXP_FLOOR, true, 0, 1_000);
  }

  private static void assertSurcharge(Surcharge surcharge, boolean floor, long base, long perUnit) {
    assertEquals(floor, surcharge.isFloor(), surcharge.name());
    assertEquals(base, surcharge.base(), surcharge.name());
    assertEquals(perUnit, surcharge.perUnit(), surcharge.name());
  }

  /** Fixed texts: a change here changes what programs cost, or invalidates every artefact. */
  private static final Map<GasSchedule, String> DIGESTS =
      Map.of(
          CURRENT,
          "3644193f50eb02da58674f8217048857fc6dd7d40a1324699041e7c72738533f",
          LEGACY,
          "c4a60fa2a7cc0f4cf32de8aefbf377e00b18c1ea920c37f7fb157b0e48faa04e",
          HARDENED,
          "32207a7aecb579fc52d23a238a73e5923715544c8903e954f66ad47f5345c3bb");

  @ParameterizedTest
  @MethodSource("all")
  void digestsArePinned(GasSchedule schedule) {
    assertEquals(DIGESTS.get(schedule), schedule.digest());
  }

  /** The schedules are made once; here they are made again. */
  @Test
  void theFilesHaveTheNumbersOfTheSchedules() {
    assertEquals(DIGESTS.get(CURRENT), made(CostTables.Column.CURRENT, false).digest());
    assertEquals(DIGESTS.get(LEGACY), made(CostTables.Column.LEGACY, false).digest());
    assertEquals(DIGESTS.get(HARDENED), made(CostTables.Column.CURRENT, true).digest());
  }

  private static GasSchedule made(CostTables.Column column, boolean hardened) {
    CostTables.Instructions instructions = CostTables.instructions(column);
    return new GasSchedule(
        "made",
        false,
        instructions.costs(),
        instructions.dynamic(),
        hardened ? 40 : 0,
        CostTables.hostPrices(hardened));
  }

  @Test
  void digestsFollowEveryNumber() {
    GasSchedule other = CURRENT.withCost("other", Opcode.NOP, 11);
    assertNotEquals(CURRENT.digest(), other.digest());
    assertEquals(CURRENT.digest(), other.withCost("back", Opcode.NOP, 10).digest());
    assertFalse(other.isReference());
    assertEquals(11, other.cost(Opcode.NOP));
    assertEquals(10, CURRENT.cost(Opcode.NOP));
  }

  @Test
  void amountsAreNotNegative() {
    assertEquals(0, CURRENT.withCost("free", Opcode.NOP, 0).cost(Opcode.NOP));
    assertEquals(0, new DynamicCost(DynamicCost.Unit.PAGE, 0).of(MAX_U32));
    assertEquals(0, new HostPrice(0, 0, true, Surcharge.NONE).fixed());
    refuses("negative cost: -1", () -> CURRENT.withCost("other", Opcode.NOP, -1));
    refuses("negative cost: -1", () -> new DynamicCost(DynamicCost.Unit.PAGE, -1));
    refuses("negative price", () -> new HostPrice(-1, 0, false, Surcharge.NONE));
    refuses("negative price", () -> new HostPrice(0, -1, false, Surcharge.NONE));
  }

  private static void refuses(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }

  /** A branch table's vector is an immediate; all else that is counted is the last operand. */
  @Test
  void unitsOfOperandsAndImmediates() {
    for (DynamicCost.Unit unit : DynamicCost.Unit.values()) {
      boolean immediate = unit == DynamicCost.Unit.NONE || unit == DynamicCost.Unit.LABEL;
      assertEquals(!immediate, new DynamicCost(unit, 1).countsOperand(), unit.text());
      assertEquals(unit, DynamicCost.Unit.byText(unit.text()));
      assertEquals(unit == DynamicCost.Unit.EIGHT_BYTES ? 3 : 0, unit.shift(), unit.text());
    }
  }

  @Test
  void schedulesShowTheirNames() {
    assertEquals("hardened", HARDENED.toString());
    assertEquals("other", HARDENED.withCost("other", Opcode.NOP, 10).name());
  }

  @Test
  void importsAreInTheOrderOfModuleThenField() {
    ImportName name = new ImportName("b", "b");
    assertTrue(name.compareTo(new ImportName("a", "c")) > 0);
    assertTrue(name.compareTo(new ImportName("c", "a")) < 0);
    assertTrue(name.compareTo(new ImportName("b", "a")) > 0);
    assertTrue(name.compareTo(new ImportName("b", "c")) < 0);
    assertEquals(0, name.compareTo(new ImportName("b", "b")));
  }
}
