package io.aspectvm.jmh.whitepaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WhitepaperReportTest {

  private static PaperPoint point(String line) {
    return PaperPoint.parse(line.replace('|', '\t'));
  }

  private static final List<PaperPoint> POINTS =
      List.of(
          point("JDK 25|join_points|aspectvm|1|us / call|2.0 4.0 3.0"),
          point("JDK 25|join_points|aspectvm|100|us / call|1.5"),
          point("JDK 25|fibonacci|aspectvm + gas|100|us|1"),
          point("JDK 25|fibonacci|aspectvm + gas|1100|us|2"),
          point("JDK 25|fibonacci|aspectvm + gas|10|us|1"),
          point("node|fibonacci|EVM|100|us|100"),
          point("node|fibonacci|EVM|1100|us|1100"),
          point("JDK 25|millisecond|aspectvm|0|iterations|3000000"),
          point("JDK 25|millisecond|aspectvm|50|iterations|1000"),
          point("JDK 25|wide|wide arithmetic + gas|mulmod|ns / operation|50"),
          point("JDK 25|wide|wide arithmetic|mulmod|ns / operation|40"),
          point("JDK 25|wide|64-bit limbs + gas|mulmod|ns / operation|100"),
          point("clang|wide|native|mulmod|ns / operation|20"),
          point("JDK 25|wide_gas|wide arithmetic|mulmod|WASM gas / operation|5000"),
          point("JDK 25|wide_gas|64-bit limbs|mulmod|WASM gas / operation|15000"));

  private static final String REPORT = WhitepaperReport.markdown(POINTS, List.of("a note"));

  @Test
  void pointIsTheLineItWasReadFrom() {
    POINTS.forEach(point -> assertEquals(point, PaperPoint.parse(point.line())));
    assertThrows(IllegalArgumentException.class, () -> point("JDK 25|fibonacci|a|1|us"));
    assertThrows(IllegalArgumentException.class, () -> point("JDK 25|unknown|a|1|us|1"));
  }

  @Test
  void rowsAreInOrderOfNumbers() {
    assertTrue(
        REPORT.contains(
            """
            | iterations | aspectvm + gas | EVM | EVM, as published |
            | --- | --: | --: | --: |
            | 10 | 1.00 | - | 6.00 |
            | 100 | 1.00 | 100 | 60.00 |
            | 1100 | 2.00 | 1100 | 660 |
            """),
        REPORT);
  }

  @Test
  void findingsSayWhatTablesDo() {
    for (String finding :
        List.of(
            "aspectvm: 3.00 us for one, 1.50 us each of 100: 0.50 times",
            "aspectvm + gas: 1.00 ns an iteration",
            "EVM: 1000 ns an iteration, 1000 times that of the first",
            "EVM, as published: 600 ns an iteration, 600 times that of the first",
            "aspectvm: 3,000,000 iterations without a join point; less than an EVM without any"
                + " from 50 join points on",
            "mulmod: wide arithmetic 50.00 ns with gas, 40.00 ns without; 64-bit limbs + gas: 2.00"
                + " times; native: 0.50 times",
            "mulmod: 5.00 EVM gas with wide arithmetic, 3.00 times that without")) {
      assertTrue(REPORT.contains("- " + finding + "\n"), finding + " is not in " + REPORT);
    }
  }

  @Test
  void jsonHasMedianSpreadAndPublishedPoints() {
    List<String> lines = WhitepaperReport.json(POINTS);
    // Published: three of Fibonacci, and two of what is left, as are of the EVM that was measured.
    assertEquals(POINTS.size() + 3 + 2 + 2, lines.size());
    assertEquals(
        "{\"group\": \"whitepaper: time of a join point call as their number grows\", "
            + "\"series\": \"aspectvm\", \"x\": 1, \"unit\": \"us / call\", \"value\": 3.00000, "
            + "\"platform\": \"JDK 25\", \"spread\": 0.166667}",
        lines.get(0));
    assertTrue(lines.get(9).contains("\"x\": \"mulmod\""), lines.get(9));
    assertTrue(lines.get(lines.size() - 1).contains("\"value\": 1000.00"), lines.toString());
  }

  /** All tests, as short as can be. */
  @Test
  void smoke() {
    List<PaperPoint> points = Whitepaper.measure(PaperEffort.SMOKE);
    Set<PaperGroup> groups =
        points.stream()
            .map(PaperPoint::group)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(PaperGroup.class)));
    assertEquals(EnumSet.allOf(PaperGroup.class), groups);
    points.forEach(point -> assertTrue(point.median() >= 0, point.toString()));
    // A hundred iterations cannot take less than a nanosecond; nobody measures faster machines.
    double micros =
        points.stream()
            .filter(point -> point.group() == PaperGroup.FIBONACCI && point.x().equals("100"))
            .mapToDouble(PaperPoint::median)
            .min()
            .orElseThrow();
    assertTrue(micros > 0.001, micros + " us");
    assertTrue(WhitepaperReport.markdown(points, List.of()).contains("### 256-bit numbers: gas"));
  }
}
