package io.aspectvm.compiler.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final long STEP = 10_000;

  /** A hundred samples of a million executions. */
  private static Trend trend(LongUnaryOperator value) {
    List<Trend.Point> points = new ArrayList<>();
    for (long executions = STEP; executions <= Trend.MILLION; executions += STEP) {
      points.add(new Trend.Point(executions, value.applyAsLong(executions)));
    }
    return Trend.ofSecondHalf(points);
  }

  @Test
  void ofALineIsItsSlope() {
    Trend trend = trend(executions -> 5_000_000 + 3 * executions);
    assertEquals(3_000_000, trend.perMillion(), 1e-3);
    assertEquals(6_500_000, trend.first());
    assertEquals(8_000_000, trend.last());
    assertEquals(-2_000_000, trend(executions -> -2 * executions).perMillion(), 1e-3);
  }

  /** What a JVM fills in the first half is no growth. */
  @Test
  void theFirstHalfDoesNotCount() {
    assertEquals(0, trend(executions -> Math.min(executions, 400_000)).perMillion(), 1e-9);
  }

  /** Caches that are full or less full, at random: up and down by a megabyte. */
  @Test
  void noiseIsNoGrowth() {
    Trend noise = trend(executions -> 20_000_000 + (executions / STEP * 7_919 % 11) * 100_000);
    assertTrue(noise.isFlat(Trend.MILLION, 1_000_000), noise::toString);
  }

  /** A few bytes for each execution show through that noise. */
  @Test
  void aSmallLeakIsGrowth() {
    Trend leak =
        trend(
            executions -> 20_000_000 + (executions / STEP * 7_919 % 11) * 100_000 + 8 * executions);
    assertFalse(leak.isFlat(Trend.MILLION, Resource.HEAP.limit()), leak::toString);
    assertTrue(leak.isFlat(100_000, Resource.HEAP.limit()), leak::toString);
  }

  @Test
  void fewSamplesTellNothing() {
    List<Trend.Point> points = List.of(new Trend.Point(1, 1), new Trend.Point(2, 1));
    assertThrows(IllegalArgumentException.class, () -> Trend.ofSecondHalf(points));
    assertThrows(IllegalArgumentException.class, () -> Trend.ofSecondHalf(List.of()));
  }
}
