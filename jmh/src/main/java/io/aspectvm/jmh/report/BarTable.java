package io.aspectvm.jmh.report;

import io.aspectvm.jmh.MarkdownTable;
import java.util.ArrayList;
import java.util.List;

/** The bars, what was measured, and which are missed, as a table in Markdown. */
final class BarTable {

  /** Analyses of what is missed, a section for each; written by people. */
  static final String ANALYSES = "missed.md";

  private BarTable() {}

  /**
   * The table.
   *
   * @param jdks a column for each
   * @param folder where pages of the report are, seen from the one with the table; empty, or with a
   *     slash behind it
   */
  static String markdown(List<Bar> bars, List<Jdk> jdks, String folder) {
    StringBuilder out = new StringBuilder();
    List<String> heading = new ArrayList<>(List.of("what", "bar"));
    jdks.forEach(jdk -> heading.add(jdk.toString()));
    heading.add("");
    MarkdownTable.row(out, heading.toArray(String[]::new));
    out.append("| --- | --- |").append(" --: |".repeat(jdks.size())).append(" --- |\n");
    for (Bar bar : bars) {
      List<String> cells = new ArrayList<>(List.of(bar.what(), bar.target()));
      jdks.forEach(jdk -> cells.add(bar.cell(jdk)));
      cells.add(verdict(bar, jdks, folder));
      MarkdownTable.row(out, cells.toArray(String[]::new));
    }
    return out.toString();
  }

  private static String verdict(Bar bar, List<Jdk> jdks, String folder) {
    return switch (bar.verdict(jdks)) {
      case MET -> "met";
      case MISSED -> "[**missed**](" + folder + ANALYSES + "#" + bar.id() + ")";
      case UNKNOWN -> "not measured";
    };
  }

  /** Bars that are missed, as the analyses' sections are called. */
  static List<String> missed(List<Bar> bars, List<Jdk> jdks) {
    return bars.stream()
        .filter(bar -> bar.verdict(jdks) == Bar.Verdict.MISSED)
        .map(Bar::id)
        .toList();
  }
}
