package io.aspectvm.jmh;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parts of tables in Markdown. */
public final class MarkdownTable {

  private MarkdownTable() {}

  /** Appends a row. */
  public static void row(StringBuilder out, String... cells) {
    out.append(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** A number with two places, or none if it has three digits before the point; a dash for NaN. */
  public static String number(double value) {
    return Double.isNaN(value)
        ? "-"
        : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
  }
}
