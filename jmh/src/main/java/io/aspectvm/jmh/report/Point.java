package io.aspectvm.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.jmh.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * One measure of one thing, as a program has left it for the report.
 *
 * @param platform what it was measured on: {@code JDK 25.0.1}; empty for what needs none
 * @param group what is shown together: {@code context-switch}
 * @param subject what was executed or loaded; empty where the group has one alone
 * @param series a line or a row: {@code aspectvm-instance}
 * @param x where on it: a number, or a name
 * @param measure what was taken of it: {@code p50}; empty where there is one alone
 * @param unit of the values
 * @param values one for each time that it was measured, without those that are no numbers
 * @param spread of the samples that a value is the median of, as a part of it; NaN where it is not
 *     known, or is that of the values
 */
record Point(
    String platform,
    String group,
    String subject,
    String series,
    String x,
    String measure,
    String unit,
    List<Double> values,
    double spread) {

  Point {
    values = List.copyOf(values);
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if it lacks a part
   */
  static Point of(JsonNode object) {
    List<Double> values = new ArrayList<>();
    JsonNode given = object.has("values") ? object.get("values") : object.get("value");
    if (given == null) {
      throw new IllegalArgumentException("no \"value\" or \"values\" in " + object);
    }
    for (JsonNode value : given.isArray() ? given : List.of(given)) {
      if (value.isNumber()) {
        values.add(value.doubleValue());
      }
    }
    return new Point(
        object.path("platform").asText(),
        required(object, "group"),
        object.path("subject").asText(),
        required(object, "series"),
        required(object, "x"),
        object.path("measure").asText(),
        required(object, "unit"),
        values,
        object.path("spread").asDouble(Double.NaN));
  }

  private static String required(JsonNode object, String key) {
    if (!object.hasNonNull(key)) {
      throw new IllegalArgumentException("no \"" + key + "\" in " + object);
    }
    return object.get(key).asText();
  }

  /** Where on the series, NaN where that is a name. */
  double number() {
    try {
      return Double.parseDouble(x);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The median of the values and how they are spread; {@link Reading#NONE} without one. */
  Reading reading() {
    return values.isEmpty()
        ? Reading.NONE
        : new Reading(Samples.median(values), values.size() == 1 ? spread : Samples.spread(values));
  }
}
