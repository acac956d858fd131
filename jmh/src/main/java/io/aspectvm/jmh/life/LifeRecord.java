package io.aspectvm.jmh.life;

import io.aspectvm.jmh.JsonText;
import io.aspectvm.jmh.Samples;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One measure of one thing, at one point of a series. As text a line of tab-separated values.
 *
 * @param key what was measured, and of what
 * @param values one for each time that it was measured, at least one; finite
 */
record LifeRecord(Key key, List<Double> values) {

  private static final int COLUMNS = 8;
  private static final int PLACES = 4;

  /**
   * What was measured, and of what.
   *
   * @param platform the JVM: {@code JDK 25.0.1, G1, heap of 1 GB}
   * @param group the part of the life of an aspect
   * @param subject what was executed or loaded: {@code empty}, {@code guard}
   * @param series engine, or policy: {@code aspectvm-instance}
   * @param x where in the series; what it means, the group says
   * @param measure {@code p50}, {@code p99 CPU}
   * @param unit of the values; empty for a ratio
   */
  record Key(
      String platform,
      LifeGroup group,
      String subject,
      String series,
      double x,
      String measure,
      String unit) {}

  LifeRecord {
    values = List.copyOf(values);
    if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("values " + values + " of " + key);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static LifeRecord parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not a record: " + line);
    }
    Key key =
        new Key(
            columns[0],
            LifeGroup.named(columns[1]),
            columns[2],
            columns[3],
            Double.parseDouble(columns[4]),
            columns[5],
            columns[6]);
    return new LifeRecord(key, Arrays.stream(columns[7].split(" ")).map(Double::valueOf).toList());
  }

  String line() {
    return String.join(
        "\t",
        key.platform,
        key.group.id(),
        key.subject,
        key.series,
        number(key.x),
        key.measure,
        key.unit,
        values(" "));
  }

  /** An object of JSON, on one line. */
  String json() {
    return ("{\"platform\": %s, \"group\": %s, \"subject\": %s, \"series\": %s, \"x\": %s,"
            + " \"measure\": %s, \"unit\": %s, \"values\": [%s]}")
        .formatted(
            JsonText.string(key.platform),
            JsonText.string(key.group.id()),
            JsonText.string(key.subject),
            JsonText.string(key.series),
            number(key.x),
            JsonText.string(key.measure),
            JsonText.string(key.unit),
            values(", "));
  }

  double median() {
    return Samples.median(values);
  }

  /** With the values of another run. */
  LifeRecord and(LifeRecord other) {
    List<Double> all = new ArrayList<>(values);
    all.addAll(other.values);
    return new LifeRecord(key, all);
  }

  private String values(String separator) {
    return values.stream().map(LifeRecord::number).collect(Collectors.joining(separator));
  }

  /** A number with four places at most. */
  static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(PLACES, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
