package io.aspectvm.jmh.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeReportTest {

  private static final List<LifeRecord> RECORDS =
      List.of(
          switching("empty", "aspectvm-instance", 50, "p50", 4, 5, 4, 3, 4),
          switching("empty", "aspectvm-instance", 50, "p99", 40),
          switching("empty", "aspectvm-instance", 50, "p50 CPU", 3),
          switching("empty", "aspectvm-class-loader", 50, "p50", 30),
          switching("empty", "aspectvm-class-loader", 50, "p50 CPU", 20),
          switching("empty", "aspectvm-class-loader", 300, "p50", 35),
          switching("call of nothing", "aspectvm-strict", 50, "p50", 500),
          switching("call of nothing", "aspectvm-strict", 50, "p50 CPU", 300),
          switching("call of nothing", "endive-array", 50, "p50", 50),
          switching("call of nothing", "endive-array", 50, "p50 CPU", 40),
          record("JDK 25", LifeGroup.COLD_CALL, "first call", "aspectvm-strict", 100, "p50", 9));

  private static final String REPORT = LifeReport.markdown(RECORDS, List.of("a quiet machine"));

  private static LifeRecord switching(
      String subject, String series, int kilobytes, String measure, double... values) {
    return record("JDK 25", LifeGroup.CONTEXT_SWITCH, subject, series, kilobytes, measure, values);
  }

  private static LifeRecord record(
      String platform,
      LifeGroup group,
      String subject,
      String series,
      int x,
      String measure,
      double... values) {
    LifeRecord.Key key = new LifeRecord.Key(platform, group, subject, series, x, measure, "us");
    return new LifeRecord(key, java.util.Arrays.stream(values).boxed().toList());
  }

  private static void assertRow(String row) {
    assertTrue(REPORT.contains(row + "\n"), REPORT);
  }

  @Test
  void headingAndNotesComeFirst() {
    assertTrue(REPORT.startsWith("# "), REPORT);
    assertTrue(REPORT.contains("\n\n- a quiet machine\n\n## JDK 25\n"), REPORT);
  }

  @Test
  void headingsNameUnitsAndWhatIsCompared() {
    assertRow(
        "|  |  | KB of wasm | p50 us | p99 us | p50 CPU us | p50 CPU / endive | spread | bar |  |");
  }

  @Test
  void barThatIsMetStandsBesideItsRow() {
    assertRow(
        "| empty | aspectvm-instance | 50 | 4.00 | 40.00 | 3.00 | - | 0% | p50 below 5 us | met |");
  }

  @Test
  void barThatIsMetInProcessorTimeOnlyIsMissed() {
    assertRow(
        "| empty | aspectvm-class-loader | 50 | 30.00 | - | 20.00 | - | - | p50 below 29 us |"
            + " **missed**, met in CPU |");
  }

  @Test
  void rowMayHaveSeveralBars() {
    LifeGroup group = LifeGroup.DISTINCT_ASPECTS;
    String subject = LifeNames.DISTINCT;
    List<LifeRecord> records =
        List.of(
            record("JDK 25", group, subject, "aspectvm-strict", 1000, LifeNames.GROWTH, 0.01),
            record("JDK 25", group, subject, "aspectvm-strict", 1000, LifeNames.COST, 2));
    String report = LifeReport.markdown(records, List.of());
    assertTrue(report.contains("below 0.02 us; CPU of the stage before below 1.25 us |"), report);
    assertTrue(report.contains("| met; **missed** |\n"), report);
  }

  @Test
  void rowsWithoutBarHaveNoVerdict() {
    assertRow("| empty | aspectvm-class-loader | 300 | 35.00 | - | - | - | - |  |  |");
  }

  @Test
  void ratioIsToThePeerOfTheSameSubjectAndSize() {
    assertRow("| call of nothing | aspectvm-strict | 50 | 500 | - | 300 | 7.50 | - |  |  |");
  }

  @Test
  void missedBarsAreListed() {
    assertTrue(REPORT.contains("Bars met: 1 of 3.\nMissed:\n\n"), REPORT);
    assertTrue(
        REPORT.contains(
            "- Cold first call, first call, aspectvm-strict, hashes 100: p50 below 7.5 us, and is"
                + " 9.00\n"),
        REPORT);
  }

  @Test
  void platformsAndGroupsHaveTablesOfTheirOwn() {
    LifeRecord elsewhere =
        record("JDK 17", LifeGroup.COMPILE, LifeNames.GENERATED, LifeNames.COMPILER, 48, "time", 9);
    String report = LifeReport.markdown(List.of(RECORDS.get(0), elsewhere), List.of());
    String second = report.substring(report.indexOf("## JDK 17"));
    assertTrue(second.contains("### Compiling\n"), second);
    assertFalse(second.contains("### Context switch\n"), second);
  }

  @ParameterizedTest
  @CsvSource({
    "CONTEXT_SWITCH, empty, aspectvm-instance, 300, p50, 5",
    "CONTEXT_SWITCH, empty, aspectvm-class-loader, 9, p50, 29",
    "COLD_CALL, first call, aspectvm-strict, 1, p50, 1.25",
    "COMPILE, generated module, aspectvm, 48, time, 10",
    "COMPILE, generated module, aspectvm, 524, time, 100",
    "ALLOCATION, guard, aspectvm-class-loader, 12, less the memory, 16384",
    "RETAINED, idle, aspectvm-instance, 9, kept / class bytes, 2",
    "DISTINCT_ASPECTS, 5 KB each, aspectvm-strict, 10000, growth for a load / class bytes, 0.02",
  })
  void barIsFound(
      LifeGroup group, String subject, String series, int x, String measure, double limit) {
    LifeRecord record = record("JDK 25", group, subject, series, x, measure, limit);
    LifeBars.Bar bar = LifeBars.of(record.key()).orElseThrow();
    assertEquals(limit, bar.limit());
    assertFalse(bar.isMetBy(record), "below means below");
  }

  @ParameterizedTest
  @CsvSource({
    "CONTEXT_SWITCH, empty, endive-array, 50, p50",
    "CONTEXT_SWITCH, small, aspectvm-instance, 50, p50",
    "CONTEXT_SWITCH, empty, aspectvm-instance, 50, p99",
    "RETAINED, executed once, aspectvm-instance, 9, kept / class bytes",
    "COMPILE, generated module, endive, 48, time",
    "DISTINCT_ASPECTS, 5 KB each, aspectvm-strict, 100, growth for a load / class bytes",
  })
  void othersHaveNone(LifeGroup group, String subject, String series, int x, String measure) {
    LifeRecord record = record("JDK 25", group, subject, series, x, measure, 1);
    assertTrue(LifeBars.of(record.key()).isEmpty());
  }
}
