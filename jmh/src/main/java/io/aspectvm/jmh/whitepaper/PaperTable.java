package io.aspectvm.jmh.whitepaper;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Points of one group by series and x, in the order in which they were measured. Immutable. */
final class PaperTable {

  private final PaperGroup group;
  private final String unit;
  private final Map<String, Map<String, Double>> values = new LinkedHashMap<>();

  PaperTable(PaperGroup group, List<PaperPoint> points) {
    this.group = group;
    this.unit = points.isEmpty() ? "" : points.get(0).unit();
    for (PaperPoint point : points) {
      values
          .computeIfAbsent(point.series(), series -> new LinkedHashMap<>())
          .put(point.x(), point.median());
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  String unit() {
    return unit;
  }

  List<String> series() {
    return List.copyOf(values.keySet());
  }

  /** All that any series has; numbers in ascending order. */
  List<String> xs() {
    Set<String> xs = new LinkedHashSet<>();
    values.values().forEach(points -> xs.addAll(points.keySet()));
    return group == PaperGroup.WIDE || group == PaperGroup.WIDE_GAS
        ? List.copyOf(xs)
        : xs.stream().sorted((a, b) -> Integer.compare(number(a), number(b))).toList();
  }

  private static int number(String x) {
    return Integer.parseInt(x);
  }

  /** NaN where it was not measured. */
  double value(String series, String x) {
    return values.getOrDefault(series, Map.of()).getOrDefault(x, Double.NaN);
  }

  /** What one more of x adds at the end of a series, by its last two points; NaN without two. */
  double slope(String series) {
    List<String> xs = xs().stream().filter(x -> !Double.isNaN(value(series, x))).toList();
    if (xs.size() < 2) {
      return Double.NaN;
    }
    String last = xs.get(xs.size() - 1);
    String before = xs.get(xs.size() - 2);
    return (value(series, last) - value(series, before)) / (number(last) - number(before));
  }
}
