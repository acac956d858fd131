package io.aspectvm.gas.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.gas.schedule.CostFile.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of numbers are read as they are, or not at all. */
class CostFileTest {

  private static void refuses(String message, Executable read) {
    assertEquals(message, assertThrows(IllegalStateException.class, read).getMessage());
  }

  @Test
  void readsRowsWithTheirLines() {
    assertEquals(
        List.of(
            new Row("rows.txt", 3, List.of("nop", "10", "1")),
            new Row("rows.txt", 5, List.of("block", "150", "10", "label", "7", ""))),
        CostFile.read("rows.txt", 3, 6));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    refuses("resource missing: none.txt", () -> CostFile.read("none.txt", 3, 6));
  }

  @Test
  void refusesRowsOfAnotherLength() {
    refuses("four-columns.txt:2: 4 columns", () -> CostFile.read("four-columns.txt", 3, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1_000", "0x10", "10.0", "ten"})
  void refusesWhatIsNoNumber(String text) {
    Row row = new Row("rows.txt", 7, List.of("nop", text));
    refuses("rows.txt:7: no number: " + text, () -> row.number(1));
  }

  @Test
  void numbersHaveSixtyThreeBits() {
    String most = Long.toString(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, new Row("rows.txt", 1, List.of(most)).number(0));
    Row more = new Row("rows.txt", 1, List.of("9223372036854775808"));
    assertThrows(NumberFormatException.class, () -> more.number(0));
  }

  // What the rows mean

  private static void refusesInstructions(String file, String message) {
    refuses(message, () -> CostTables.instructions(file, CostTables.Column.CURRENT));
  }

  @Test
  void everyInstructionHasOneRow() {
    refusesInstructions(
        "unknown-instruction.txt", "unknown-instruction.txt:2: unknown instruction: nope");
    refusesInstructions("instruction-twice.txt", "instruction-twice.txt:3: second row for nop");
    refusesInstructions("one-instruction.txt", "one-instruction.txt: no cost for unreachable");
  }

  @Test
  void unitsAreThoseThatThereAre() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> CostTables.instructions("unknown-unit.txt", CostTables.Column.CURRENT));
    assertEquals("unknown unit: mile", refusal.getMessage());
  }

  @Test
  void everyImportHasOnePrice() {
    refuses(
        "price-twice.txt:3: second row for a",
        () -> CostTables.hostPrices("price-twice.txt", true));
  }

  @Test
  void surchargesAreOfHardenedAlone() {
    ImportName b = new ImportName("env", "b");
    assertEquals(
        new HostPrice(3, 4, false, Surcharge.NONE),
        CostTables.hostPrices("two-prices.txt", false).get(b));
    assertEquals(
        new HostPrice(3, 4, true, Surcharge.ECRECOVER_FLOOR),
        CostTables.hostPrices("two-prices.txt", true).get(b));
    assertEquals(
        new HostPrice(1, 2, true, Surcharge.NONE),
        CostTables.hostPrices("two-prices.txt", true).get(new ImportName("env", "a")));
  }
}
