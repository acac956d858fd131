package io.aspectvm.jmh.report.chart;

import java.util.Collection;

/** The ends of what an axis has to show. */
final class Extremes {

  private Extremes() {}

  /** The lowest of the values, or one where there is none. */
  static double low(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
  }

  /** The highest of the values, or one where there is none. */
  static double high(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
  }
}
