package io.aspectvm.jmh;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One number of a series, as an object of JSON on a line of its own: {@code {"group": "...",
 * "series": "...", "x": ..., "unit": "...", "value": ..., "platform": "...", ...}}. Immutable.
 *
 * @param group what is shown together
 * @param series one line or row of that
 * @param x where on it: a {@link Number} or a name
 * @param unit of the value
 * @param value may be infinite or NaN, which JSON does not have: {@code null} there
 * @param more whatever else belongs to it, numbers, booleans and texts; in order
 */
public record DataPoint(
    String group, String series, Object x, String unit, double value, Map<String, Object> more) {

  /** What this JVM is called. */
  public static final String JVM = "JDK " + System.getProperty("java.version");

  private static final String PLATFORM = "platform";

  public DataPoint {
    more = new LinkedHashMap<>(more);
  }

  /** A point with nothing else but what it was measured on: this JVM. */
  public static DataPoint of(String group, String series, Object x, String unit, double value) {
    return new DataPoint(group, series, x, unit, value, Map.of(PLATFORM, JVM));
  }

  /** The same with something more. */
  public DataPoint with(String key, Object fact) {
    Map<String, Object> facts = new LinkedHashMap<>(more);
    facts.put(key, fact);
    return new DataPoint(group, series, x, unit, value, facts);
  }

  /** The same, measured on something else. */
  public DataPoint on(String platform) {
    return with(PLATFORM, platform);
  }

  /** The line, without its end. */
  public String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group", group);
    fields.put("series", series);
    fields.put("x", x);
    fields.put("unit", unit);
    fields.put("value", value);
    fields.putAll(more);
    StringBuilder out = new StringBuilder("{");
    fields.forEach(
        (key, fact) ->
            out.append(out.length() == 1 ? "" : ", ")
                .append(JsonText.string(key))
                .append(": ")
                .append(text(fact)));
    return out.append('}').toString();
  }

  private static String text(Object fact) {
    if (fact instanceof Double number) {
      return Double.isFinite(number) ? String.format(Locale.ROOT, "%.6g", number) : "null";
    }
    return fact instanceof Number || fact instanceof Boolean
        ? fact.toString()
        : JsonText.string(fact.toString());
  }
}
