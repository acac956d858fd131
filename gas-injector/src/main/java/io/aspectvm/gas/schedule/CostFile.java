package io.aspectvm.gas.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the resource files that hold the numbers: one row a line, columns separated by {@code |},
 * lines that start with {@code #} are comments. Anything unexpected is an error: a schedule that
 * was read half would charge wrong amounts.
 */
final class CostFile {

  private CostFile() {}

  /** A row of {@code name}; {@code columns} are trimmed. */
  record Row(String file, int line, List<String> columns) {

    String text(int column) {
      return columns.get(column);
    }

    long number(int column) {
      String text = columns.get(column);
      if (!text.matches("[0-9]+")) {
        throw failure("no number: " + text);
      }
      return Long.parseLong(text);
    }

    IllegalStateException failure(String what) {
      return new IllegalStateException(file + ":" + line + ": " + what);
    }
  }

  /**
   * @param shortRow allowed number of columns
   * @param longRow the other allowed number of columns
   */
  static List<Row> read(String name, int shortRow, int longRow) {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = CostFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + name);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        List<String> columns = new ArrayList<>();
        for (String column : line.split("\\|", -1)) {
          columns.add(column.trim());
        }
        Row row = new Row(name, number, List.copyOf(columns));
        if (columns.size() != shortRow && columns.size() != longRow) {
          throw row.failure(columns.size() + " columns");
        }
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
