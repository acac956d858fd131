package io.aspectvm.compiler.soak;

import java.util.List;

/**
 * The straight line through values by executions, by least squares, over the second half of a run:
 * the first is for what a JVM and its caches need to fill.
 *
 * @param slope units for each execution
 * @param first value at the begin of the second half
 * @param last value at the end
 */
record Trend(double slope, long first, long last) {

  /** Executions that slopes are given for. */
  static final long MILLION = 1_000_000;

  /** A value after so many executions. */
  record Point(long executions, long value) {}

  /**
   * The trend of the points behind the first half of the executions.
   *
   * @throws IllegalArgumentException if fewer than three are
   */
  static Trend ofSecondHalf(List<Point> points) {
    long half = points.isEmpty() ? 0 : points.get(points.size() - 1).executions() / 2;
    List<Point> second = points.stream().filter(point -> point.executions() >= half).toList();
    if (second.size() < 3) {
      throw new IllegalArgumentException(second.size() + " samples in the second half of the run");
    }
    double meanX = second.stream().mapToLong(Point::executions).average().orElseThrow();
    double meanY = second.stream().mapToLong(Point::value).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (Point point : second) {
      double x = point.executions() - meanX;
      xy += x * (point.value() - meanY);
      xx += x * x;
    }
    return new Trend(xy / xx, second.get(0).value(), second.get(second.size() - 1).value());
  }

  double perMillion() {
    return slope * MILLION;
  }

  /** Whether it grows by no more than this over so many executions. */
  boolean isFlat(long executions, long limit) {
    return slope * executions <= limit;
  }
}
