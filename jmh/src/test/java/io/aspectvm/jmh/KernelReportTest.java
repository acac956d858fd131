package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelReportTest {

  private static final List<Measurement> MEASUREMENTS =
      List.of(
          Measurement.parse("clang 14\tnative\tfalse\tfib\t1000.0 1200.0 900.0"),
          Measurement.parse("clang 14\tnative\tfalse\twords\t2000.0"),
          Measurement.parse("clang 14\tnative\tfalse\tkeccak\t4000.0"),
          Measurement.parse("JDK 25\taspectvm-instance\ttrue\tfib\t2000.0"),
          Measurement.parse("JDK 25\taspectvm-instance\ttrue\twords\t16000.0"),
          Measurement.parse("JDK 25\taspectvm-instance\ttrue\tkeccak\t400000.0"),
          Measurement.parse("JDK 25\taspectvm-instance\tfalse\tfib\t1000.0"),
          Measurement.parse("JDK 25\taspectvm-instance\tfalse\twords\t8000.0"),
          Measurement.parse("JDK 25\tendive-array\tfalse\tfib\t3000.0"),
          Measurement.parse("JDK 25\tendive-array\tfalse\twords\t4000.0"));

  private static final String REPORT =
      KernelReport.markdown(MEASUREMENTS, List.of("a quiet machine"));

  @Test
  void meansAreGeometricAndKeccakIsApart() {
    assertTrue(
        REPORT.contains("| aspectvm-instance + gas | 4.00 | 100 | words 8.00 | 2 | 0% |"), REPORT);
  }

  @Test
  void whatWasNotMeasuredIsADash() {
    assertTrue(REPORT.contains("| keccak | 4 | 100 | - | - |"), REPORT);
  }

  @Test
  void barsAreStated() {
    assertTrue(REPORT.contains("- with gas / without: 2.00\n"), REPORT);
    assertTrue(
        REPORT.contains("- endive-array without gas / this project with gas: 0.61\n"), REPORT);
    assertTrue(REPORT.contains("slowest kernel (words): 4.00\n"), REPORT);
  }

  @Test
  void measurementIsTheLineItWasReadFrom() {
    for (Measurement measurement : MEASUREMENTS) {
      assertEquals(measurement, Measurement.parse(measurement.line()));
    }
    assertThrows(IllegalArgumentException.class, () -> Measurement.parse("native\tfalse\tfib\t1"));
  }

  @Test
  void spreadIsHalfOfTheMiddleHalf() {
    Measurement m = Measurement.parse("clang 14\tnative\tfalse\tfib\t80 90 100 110 200");
    assertEquals(100, m.median());
    assertEquals(0.1, m.spread(), 1e-9);
  }

  @Test
  void jsonHasNotesAndSamples() {
    String json = MeasurementJson.of(List.of("a \"busy\" one"), MEASUREMENTS.subList(0, 1));
    assertTrue(json.contains("\"a \\\"busy\\\" one\""), json);
    assertTrue(json.contains("\"kernel\": \"fib\", \"nanos\": [1000.0, 1200.0, 900.0]}"), json);
  }
}
