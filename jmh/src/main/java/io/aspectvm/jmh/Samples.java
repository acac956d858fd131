package io.aspectvm.jmh;

import java.util.Collection;

/** What is said of samples of one thing, in any order. */
public final class Samples {

  private static final double MEDIAN = 0.5;
  private static final double LOWER_QUARTILE = 0.25;
  private static final double UPPER_QUARTILE = 0.75;

  private Samples() {}

  /** The median, or NaN of nothing. */
  public static double median(Collection<Double> samples) {
    return quantile(samples, MEDIAN);
  }

  /** Half of the distance between the quartiles, as a part of the median; NaN of nothing. */
  public static double spread(Collection<Double> samples) {
    return (quantile(samples, UPPER_QUARTILE) - quantile(samples, LOWER_QUARTILE))
        / 2
        / median(samples);
  }

  private static double quantile(Collection<Double> samples, double part) {
    return quantile(samples.stream().mapToDouble(Double::doubleValue).sorted().toArray(), part);
  }

  /**
   * The value that a part of the samples lies below, between two of them where it falls there; NaN
   * of nothing.
   *
   * @param sorted samples in ascending order
   * @param part from 0, the smallest, to 1, the largest
   */
  public static double quantile(double[] sorted, double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
