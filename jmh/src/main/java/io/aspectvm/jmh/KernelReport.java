package io.aspectvm.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what the comparison measured: everything as JSON, and ratios to native code as Markdown.
 *
 * <p>Arguments: the file of measurements; the file of notes, a line each, about machine and run;
 * the JSON to write; the Markdown to write.
 */
public final class KernelReport {

  private static final String HEADING =
      """
      # Kernels, on this project and other engines

      Computations without host calls in warm code: processor time, as a multiple of what the same C
      takes in native code (`clang -O2 -march=native`). Less is better. Means are geometric, without
      `%1$s`, which has a bar of its own; *spread* is half of the distance between the quartiles.
      [What is compared, and how](../../jmh/README.md#kernels-beside-other-engines).
      [All samples](kernels.json).

      """
          .formatted(KernelResults.APART);

  private final KernelResults results;
  private final List<String> notes;

  private KernelReport(KernelResults results, List<String> notes) {
    this.results = results;
    this.notes = notes;
  }

  /** Writes both files. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: KernelReport MEASUREMENTS NOTES JSON MARKDOWN");
      System.exit(2);
    }
    List<Measurement> measurements =
        Files.readAllLines(Path.of(arguments[0])).stream().map(Measurement::parse).toList();
    List<String> notes = Files.readAllLines(Path.of(arguments[1]));
    Files.writeString(Path.of(arguments[2]), MeasurementJson.of(notes, measurements));
    Files.writeString(Path.of(arguments[3]), markdown(measurements, notes));
  }

  /** The tables, for each JVM its own. */
  static String markdown(List<Measurement> measurements, List<String> notes) {
    return new KernelReport(new KernelResults(measurements), notes).write();
  }

  private String write() {
    StringBuilder out = new StringBuilder(HEADING);
    notes.forEach(note -> out.append("- ").append(note).append('\n'));
    for (String platform : results.jvms()) {
      List<KernelResults.Column> columns = results.columns(platform);
      out.append("\n## ").append(platform).append("\n\n").append(summary(columns));
      out.append('\n').append(details(columns));
      out.append('\n').append(new KernelBars(results, platform).text());
    }
    return out.toString();
  }

  private String summary(List<KernelResults.Column> columns) {
    StringBuilder out = new StringBuilder();
    out.append("| time / native | geometric mean | ").append(KernelResults.APART);
    out.append(" | slowest | kernels | spread |\n| --- | --: | --: | --- | --: | --: |\n");
    for (KernelResults.Column column : columns) {
      List<String> present = results.measured(column);
      String slowest =
          present.stream()
              .max((a, b) -> Double.compare(results.ratio(column, a), results.ratio(column, b)))
              .map(kernel -> kernel + " " + MarkdownTable.number(results.ratio(column, kernel)))
              .orElse("");
      MarkdownTable.row(
          out,
          column.variant(),
          MarkdownTable.number(results.mean(column)),
          MarkdownTable.number(results.ratio(column, KernelResults.APART)),
          slowest,
          Integer.toString(present.size()),
          present.isEmpty() ? "-" : "%.0f%%".formatted(100 * results.spread(column, present)));
    }
    return out.toString();
  }

  private String details(List<KernelResults.Column> columns) {
    StringBuilder out = new StringBuilder("| kernel | native us |");
    columns.forEach(column -> out.append(' ').append(column.variant()).append(" |"));
    out.append("\n| --- | --: |").append(" --: |".repeat(columns.size())).append('\n');
    for (String kernel : results.computations()) {
      MarkdownTable.row(
          out,
          kernel,
          "%.0f".formatted(results.nativeNanos(kernel) / 1_000),
          columns.stream()
              .map(column -> MarkdownTable.number(results.ratio(column, kernel)))
              .collect(Collectors.joining(" | ")));
    }
    String overheads =
        columns.stream()
            .map(
                column ->
                    MarkdownTable.number(results.nanos(column, KernelResults.NOT_A_KERNEL) / 1_000))
            .collect(Collectors.joining(" | "));
    MarkdownTable.row(
        out,
        "a call of nothing, us",
        MarkdownTable.number(results.nativeNanos(KernelResults.NOT_A_KERNEL) / 1_000),
        overheads);
    return out.toString();
  }
}
