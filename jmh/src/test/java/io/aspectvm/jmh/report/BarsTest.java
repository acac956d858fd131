package io.aspectvm.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.jmh.KernelResults;
import io.aspectvm.jmh.Measurement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BarsTest {

  private static final List<Jdk> BOTH = List.of(new Jdk(25), new Jdk(17));

  private static Point point(
      String platform,
      String group,
      String subject,
      String series,
      String x,
      String measure,
      Double... values) {
    return new Point(
        platform, group, subject, series, x, measure, "us", List.of(values), Double.NaN);
  }

  private static Bar bar(String id, Results results) {
    return Bars.of(results).stream().filter(bar -> bar.id().equals(id)).findFirst().orElseThrow();
  }

  private static Results points(Point... points) {
    return new Results(List.of(), new KernelResults(List.of()), new Points(List.of(points)));
  }

  private static Results kernels(String... lines) {
    return new Results(
        List.of(),
        new KernelResults(Stream.of(lines).map(Measurement::parse).toList()),
        new Points(List.of()));
  }

  @Test
  void coldCallsAreComparedWithThePeerOfTheSameJvm() {
    Results results =
        points(
            cold("JDK 25.0.3, G1", "aspectvm-strict", 8.0),
            cold("JDK 25.0.3, G1", "endive-array-new-loader", 20.0),
            cold("JDK 17.0.15, G1", "aspectvm-strict", 9.0));
    Bar bar = bar("cold-long-peer", results);
    assertEquals(0.4, bar.measured().apply(new Jdk(25)).value());
    assertTrue(Double.isNaN(bar.measured().apply(new Jdk(17)).value()));
  }

  private static Point cold(String platform, String series, double ms) {
    return point(platform, "cold-call", "first call", series, "100", "p50", ms);
  }

  @Test
  void contextSwitchIsOfTheDefaultPolicyAtFiftyKilobytes() {
    Results results =
        points(
            point(
                "JDK 25.0.3, G1",
                "context-switch",
                "empty",
                "aspectvm-class-loader",
                "9",
                "p50",
                1.0),
            point("JDK 25.0.3, G1", "context-switch", "empty", "aspectvm-strict", "50", "p50", 1.0),
            point(
                "JDK 25.0.3, G1",
                "context-switch",
                "guard",
                "aspectvm-class-loader",
                "50",
                "p50",
                1.0),
            point(
                "JDK 25.0.3, G1",
                "context-switch",
                "empty",
                "aspectvm-class-loader",
                "50",
                "p99",
                1.0),
            point(
                "JDK 25.0.3, G1",
                "context-switch",
                "empty",
                "aspectvm-class-loader",
                "50",
                "p50",
                20.0,
                22.0,
                26.0),
            point(
                "JDK 17.0.15, G1",
                "context-switch",
                "empty",
                "aspectvm-class-loader",
                "50",
                "p50",
                29.0));
    Bar bar = bar("context-switch", results);
    assertEquals("below 29 us", bar.target());
    assertEquals("22.00 us ±7%", bar.cell(new Jdk(25)));
    assertEquals("29.00 us", bar.cell(new Jdk(17)));
    assertEquals(Bar.Verdict.MET, bar.verdict(List.of(new Jdk(25))));
    assertEquals(Bar.Verdict.MISSED, bar.verdict(BOTH), "29 is not below 29");
    assertEquals(BOTH, results.jdks());
  }

  @Test
  void steadyStateCountsOnTheNewerJdkAlone() {
    Results results =
        kernels(
            "clang\tnative\tfalse\tfib\t100.0",
            "JDK 25.0.3\taspectvm-instance\ttrue\tfib\t170.0",
            "JDK 17.0.15\taspectvm-instance\ttrue\tfib\t300.0");
    Bar bar = bar("steady-state", results);
    assertEquals("3.00x", bar.cell(new Jdk(17)));
    assertEquals(Bar.Verdict.MET, bar.verdict(BOTH));
    assertEquals("at most 1.75x on JDK 25", bar.target());
  }

  @Test
  void gasOverheadIsMissedAboveItsLimit() {
    Results results =
        kernels(
            "JDK 25.0.3\taspectvm-instance\ttrue\tfib\t116.0",
            "JDK 25.0.3\taspectvm-instance\tfalse\tfib\t100.0");
    assertEquals("1.16x", bar("gas-overhead", results).cell(new Jdk(25)));
    assertEquals(Bar.Verdict.MISSED, bar("gas-overhead", results).verdict(BOTH));
    assertEquals(Bar.Verdict.UNKNOWN, bar("fast-peer", results).verdict(BOTH));
  }

  @Test
  void compilingIsLinearIfAKilobyteCostsTheSameInTheLargestModule() {
    Results results =
        points(
            point("JDK 25", "compile", "generated module", "aspectvm", "1", "CPU for a KB", 9.0),
            point("JDK 25", "compile", "generated module", "aspectvm", "48", "CPU for a KB", 0.5),
            point("JDK 25", "compile", "generated module", "endive", "524", "CPU for a KB", 7.0),
            point("JDK 25", "compile", "generated module", "aspectvm", "524", "CPU for a KB", 0.6));
    assertEquals("1.20x", bar("compile-linear", results).cell(new Jdk(25)));
  }

  @Test
  void everyBarHasAnIdOfItsOwnAndSaysWhatItIs() {
    List<Bar> bars = Bars.of(points());
    assertEquals(bars.size(), bars.stream().map(Bar::id).distinct().count());
    bars.forEach(bar -> assertTrue(bar.id().matches("[a-z-]+"), bar.id()));
    bars.forEach(bar -> assertEquals(Bar.Verdict.UNKNOWN, bar.verdict(BOTH), bar.id()));
  }
}
