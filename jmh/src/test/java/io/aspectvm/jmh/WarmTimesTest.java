package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.jmh.WarmTimes.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmTimesTest {

  private static void spin(long rounds, AtomicLong sink) {
    long x = sink.get();
    for (long i = 0; i < rounds; i++) {
      x = Long.rotateLeft(x * 27 + i, 7);
    }
    sink.set(x);
  }

  /** Ten times the work takes longer, whatever else the machine does. */
  @Test
  void timeGrowsWithWork() {
    AtomicLong sink = new AtomicLong();
    double[][] nanos =
        WarmTimes.sorted(
            List.of(times -> spin(1_000L * times, sink), times -> spin(10_000L * times, sink)),
            Effort.millis(20, 5, 2));
    assertEquals(5, nanos[0].length);
    assertTrue(nanos[1][2] > 3 * nanos[0][2], nanos[1][2] + " and " + nanos[0][2]);
    assertTrue(nanos[0][0] <= nanos[0][4]);
  }

  @Test
  void noSampleDoesMoreThanIsAllowed() {
    List<Integer> asked = new ArrayList<>();
    WarmTimes.sorted(
        times -> {
          asked.add(times);
          spin(1_000L * times, new AtomicLong());
        },
        Effort.millis(5, 3, 50).atMost(8));
    assertEquals(8, asked.stream().mapToInt(Integer::intValue).max().orElseThrow());
  }

  @Test
  void failureOnAThreadOfTheFactoryIsTheCallers() {
    assertThrows(
        IllegalStateException.class,
        () ->
            FactoryThreads.run(
                () -> {
                  FactoryThreads.require();
                  throw new IllegalStateException("expected");
                }));
  }

  @Test
  void pointIsAnObjectOnOneLine() {
    assertEquals(
        "{\"group\": \"a \\\"b\\\"\", \"series\": \"s\", \"x\": 3, \"unit\": \"us\", \"value\": null, "
            + "\"platform\": \"node\", \"linear\": true}",
        DataPoint.of("a \"b\"", "s", 3, "us", Double.NaN).on("node").with("linear", true).json());
  }
}
