package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes what the tests measured as Markdown, and as lines of JSON.
 *
 * <p>Arguments: the file of points; the file of notes, a line each, about machine and run; the JSON
 * to write; the Markdown to write.
 */
public final class WhitepaperReport {

  private static final String JVM = "JDK ";

  private final List<PaperPoint> points;
  private final List<String> notes;

  private WhitepaperReport(List<PaperPoint> points, List<String> notes) {
    this.points = points;
    this.notes = notes;
  }

  /** Writes both files. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: WhitepaperReport POINTS NOTES JSON MARKDOWN");
      System.exit(2);
    }
    List<PaperPoint> points = new ArrayList<>();
    Files.readAllLines(Path.of(arguments[0])).forEach(line -> points.add(PaperPoint.parse(line)));
    List<String> notes = Files.readAllLines(Path.of(arguments[1]));
    Files.write(Path.of(arguments[2]), json(points));
    Files.writeString(Path.of(arguments[3]), markdown(points, notes));
  }

  static List<String> json(List<PaperPoint> points) {
    return Stream.concat(points.stream(), EvmPoints.beside(points))
        .map(point -> point.dataPoint().json())
        .toList();
  }

  /** The tables, for each JVM its own, what was measured on none in all of them. */
  static String markdown(List<PaperPoint> points, List<String> notes) {
    List<PaperPoint> all = Stream.concat(points.stream(), EvmPoints.beside(points)).toList();
    return new WhitepaperReport(all, notes).write();
  }

  private String write() {
    StringBuilder out = new StringBuilder("# The whitepaper's tests\n\n");
    notes.forEach(note -> out.append("- ").append(note).append('\n'));
    List<String> jvms =
        points.stream()
            .map(PaperPoint::platform)
            .filter(p -> p.startsWith(JVM))
            .distinct()
            .toList();
    for (String jvm : jvms) {
      out.append("\n## ").append(jvm).append('\n');
      for (PaperGroup group : PaperGroup.values()) {
        PaperTable table = new PaperTable(group, pointsOf(group, jvm));
        if (!table.isEmpty()) {
          section(out, group, table);
        }
      }
    }
    return out.toString();
  }

  private List<PaperPoint> pointsOf(PaperGroup group, String jvm) {
    return points.stream()
        .filter(point -> point.group() == group)
        .filter(point -> !point.platform().startsWith(JVM) || point.platform().equals(jvm))
        .toList();
  }

  private static void section(StringBuilder out, PaperGroup group, PaperTable table) {
    String title = group.title().replaceFirst("whitepaper: ", "");
    out.append("\n### ").append(title.substring(0, 1).toUpperCase(Locale.ROOT));
    out.append(title.substring(1)).append("\n\n");
    for (String finding : PaperFindings.of(group, table)) {
      out.append("- ").append(finding).append('\n');
    }
    out.append("\n").append(table.unit()).append(":\n\n");
    MarkdownTable.row(
        out,
        Stream.concat(Stream.of(group.xTitle()), table.series().stream()).toArray(String[]::new));
    out.append("| --- |").append(" --: |".repeat(table.series().size())).append('\n');
    for (String x : table.xs()) {
      MarkdownTable.row(
          out,
          Stream.concat(
                  Stream.of(x),
                  table.series().stream().map(s -> MarkdownTable.number(table.value(s, x))))
              .toArray(String[]::new));
    }
  }
}
