package io.aspectvm.jmh.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.jmh.FactoryThreads;
import io.aspectvm.jmh.HostApiCase;
import io.aspectvm.jmh.WarmTimes.Effort;
import io.aspectvm.jmh.calibration.Price.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationReportTest {

  private static final String SCHEDULE = "artela-current";

  private static Price price(String name, double nanos, double gas) {
    return new Price(
        Price.INSTRUCTION, "family", name, nanos, nanos, 0, Map.of(SCHEDULE, gas), true);
  }

  private static final List<Price> PRICES =
      List.of(
          price("fair", 10, 100),
          price("cheap", 31, 100),
          price("dear", 3, 100),
          price("instant", 0, 1),
          price("given away", 1, 0));

  @Test
  void tenGasAreANanosecond() {
    assertEquals(1, PRICES.get(0).ratio(SCHEDULE), 1e-9);
    assertEquals(Verdict.FAIR, PRICES.get(0).verdict(SCHEDULE));
  }

  @Test
  void moreThanThreeTimesOffIsNamed() {
    assertEquals(Verdict.CHEAP, PRICES.get(1).verdict(SCHEDULE));
    assertEquals(Verdict.DEAR, PRICES.get(2).verdict(SCHEDULE));
    assertEquals(Verdict.FAIR, price("at the edge", 30, 100).verdict(SCHEDULE));
  }

  @Test
  void whatIsTooShortToMeasureCountsAsTheShortestThatIsNot() {
    assertEquals(0.5, PRICES.get(3).ratio(SCHEDULE), 1e-9);
    assertTrue(PRICES.get(3).belowResolution());
  }

  @Test
  void whatIsFreeIsCheap() {
    assertEquals(Verdict.CHEAP, PRICES.get(4).verdict(SCHEDULE));
  }

  @Test
  void reportNamesWhatIsOff() {
    String text = CalibrationReport.markdown(List.of("a note"), PRICES);
    assertTrue(text.contains("- a note\n"), text);
    assertTrue(
        text.contains(
            "**Too cheap (time above 3 x price) under `artela-current`: 2 of 5**: cheap (3.10); "
                + "given away (free)\n"),
        text);
    assertTrue(text.contains("under `artela-current`: 1 of 5**: dear (0.30)\n"), text);
    // The geometric mean of 1, 3.1, 0.3 and 0.5.
    assertTrue(text.contains("| family | 5 | 0.83 |"), text);
  }

  @Test
  void jsonHasAPointForEachPriceAndFamily() {
    List<String> lines = CalibrationReport.json(PRICES);
    assertEquals(PRICES.size() + 1, lines.size());
    assertTrue(
        lines
            .get(1)
            .startsWith(
                "{\"group\": \"calibration: instruction\", \"series\": \"artela-current\", "
                    + "\"x\": \"cheap\", \"unit\": \"time / price\", \"value\": 3.10000, "),
        lines.get(1));
    assertTrue(lines.get(4).contains("\"value\": null"), lines.get(4));
    assertTrue(
        lines.get(5).contains("\"group\": \"calibration: families of instructions\""),
        lines.get(5));
  }

  /** A whole measurement, as short as can be. */
  @Test
  void smoke() {
    Effort effort = Effort.millis(5, 3, 1);
    List<Price> prices = new ArrayList<>();
    FactoryThreads.run(
        () -> {
          InstructionPrices instructions = new InstructionPrices(effort);
          Units.quick().stream().limit(3).forEach(unit -> prices.add(instructions.of(unit)));
          prices.add(HostCallPrices.of(HostApiCase.EC_RECOVER, effort));
        });
    assertEquals(30_000, prices.get(3).gas().get(GasSchedules.ARTELA_CURRENT.name()));
    assertEquals(80, prices.get(0).gas().get(GasSchedules.ARTELA_CURRENT.name()), 1e-6);
    assertTrue(prices.get(3).nanos() > 1_000, prices.toString());
    assertTrue(CalibrationReport.markdown(List.of(), prices).contains("## Host calls"));
  }

  @Test
  void quickHostCallsAreOneOfEachFunction() {
    List<String> all =
        List.of(HostApiCase.values()).stream().map(HostApiCase::title).distinct().toList();
    List<String> quick =
        CalibrationTable.Extent.QUICK.hostCalls().stream().map(HostApiCase::title).toList();
    assertEquals(all, quick);
  }
}
