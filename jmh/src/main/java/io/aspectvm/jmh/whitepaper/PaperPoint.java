package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.DataPoint;
import io.aspectvm.jmh.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A point of a series as a line of tab-separated values: what runs of other programs leave for the
 * report too.
 *
 * @param platform what it was measured on
 * @param group which test
 * @param series what was measured
 * @param x where on it: a whole number, or a name
 * @param unit of the values
 * @param values samples in any order, at least one
 */
record PaperPoint(
    String platform, PaperGroup group, String series, String x, String unit, List<Double> values) {

  private static final int COLUMNS = 6;

  PaperPoint {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values of " + series + " at " + x);
    }
  }

  /** One that was measured in this JVM. */
  static PaperPoint here(PaperGroup group, String series, Object x, String unit, double... values) {
    List<Double> list = Arrays.stream(values).boxed().toList();
    return new PaperPoint(DataPoint.JVM, group, series, x.toString(), unit, list);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PaperPoint parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not a point: " + line);
    }
    return new PaperPoint(
        columns[0],
        PaperGroup.named(columns[1]),
        columns[2],
        columns[3],
        columns[4],
        Arrays.stream(columns[5].split(" ")).map(Double::valueOf).toList());
  }

  String line() {
    String numbers = values.stream().map(Object::toString).collect(Collectors.joining(" "));
    return String.join("\t", platform, group.id(), series, x, unit, numbers);
  }

  double median() {
    return Samples.median(values);
  }

  DataPoint dataPoint() {
    Object at = x.matches("\\d+") ? (Object) Long.valueOf(x) : x;
    return new DataPoint(group.title(), series, at, unit, median(), Map.of())
        .on(platform)
        .with("spread", values.size() < 2 ? 0 : Samples.spread(values));
  }
}
