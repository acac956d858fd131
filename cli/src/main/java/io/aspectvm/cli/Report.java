package io.aspectvm.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Results for people: labelled lines, the values aligned. */
final class Report {

  private final List<Line> lines = new ArrayList<>();

  /** The label is empty where the line goes on with the one above. */
  private record Line(String label, String value) {}

  /** Adds a line, or nothing where there is no value. */
  Report line(String label, String value) {
    if (value != null) {
      lines.add(new Line(label, value));
    }
    return this;
  }

  /** Adds a line for each value, the label before the first. */
  Report lines(String label, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      line(i == 0 ? label : "", values.get(i));
    }
    return this;
  }

  void print(PrintStream out) {
    int width = lines.stream().mapToInt(line -> line.label.length()).max().orElse(0);
    for (Line line : lines) {
      out.println(pad(line.label, width) + "  " + line.value);
    }
  }

  /** {@code text}, filled up with spaces on the right. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@code text}, filled up with spaces on the left. */
  static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** Columns of a table, aligned; the columns of {@code right} to the right. */
  static List<String> table(List<List<String>> rows, Set<Integer> right) {
    List<String> lines = new ArrayList<>();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(i == 0 ? "" : "  ");
        line.append(
            right.contains(i) ? padLeft(row.get(i), widths[i]) : pad(row.get(i), widths[i]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** {@code 1,234,567}. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 block}, {@code 2 blocks}. */
  static String count(long count, String noun) {
    return number(count) + " " + noun + (count == 1 ? "" : noun.endsWith("s") ? "es" : "s");
  }
}
