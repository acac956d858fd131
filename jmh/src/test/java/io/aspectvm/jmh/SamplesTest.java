package io.aspectvm.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

  @ParameterizedTest
  @CsvSource({"0, 10", "0.5, 30", "0.25, 20", "1, 50", "0.9, 46", "0.99, 49.6"})
  void quantileIsBetweenTheNearestSamples(double part, double expected) {
    double[] sorted = {10, 20, 30, 40, 50};
    assertEquals(expected, Samples.quantile(sorted, part), 1e-9);
  }

  @Test
  void oneSampleIsEveryQuantile() {
    assertEquals(7, Samples.quantile(new double[] {7}, 0.99));
  }

  @Test
  void nothingHasNoQuantile() {
    assertEquals(Double.NaN, Samples.quantile(new double[0], 0.5));
    assertEquals(Double.NaN, Samples.median(List.of()));
  }

  @Test
  void orderDoesNotMatter() {
    assertEquals(2.5, Samples.median(List.of(4.0, 1.0, 3.0, 2.0)));
    assertEquals(0.1, Samples.spread(List.of(200.0, 80.0, 110.0, 90.0, 100.0)), 1e-9);
  }
}
