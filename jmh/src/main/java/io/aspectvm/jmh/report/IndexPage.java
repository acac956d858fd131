package io.aspectvm.jmh.report;

import io.aspectvm.jmh.report.chart.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the report says of some results: pages in Markdown, and the figures that they show. */
final class IndexPage {

  private static final String INTRODUCTION =
      """
      # Benchmarks

      Written by `tools/benchmarks.sh`; [how things are measured](../../jmh/README.md). Ratios of numbers
      from one run mean something; absolute times belong to one machine at one time. Behind a ± is half of
      the distance between the quartiles of the samples, as a part of the number.

      """;

  private static final String ELSEWHERE =
      """

      What has no number is held by the tests of every build: the specification's suites, gas to the unit on
      every vector, and hostile input. `tools/spec-matrix.sh` and `tools/hash-matrix.sh` repeat them in every
      JIT mode, on both JDKs.
      """;

  private static final String HOST_APIS =
      """

      ## Host calls

      Processor time of every host call beside its price: [a table](host-apis.md).
      """;

  private final Results results;
  private final List<Jdk> jdks;
  private final List<Bar> bars;
  private final List<Section> sections = new ArrayList<>();

  IndexPage(Results results) {
    this.results = results;
    this.jdks = results.jdks();
    this.bars = Bars.of(results);
    KernelSection.of(results.kernels()).ifPresent(sections::add);
    sections.addAll(LifeSections.of(results.points()));
    PaperSection.of(results.points()).ifPresent(sections::add);
    CalibrationSection.of(results.points()).ifPresent(sections::add);
  }

  /** All that the page shows, in its order. */
  List<Figure> figures() {
    return sections.stream().flatMap(section -> section.figures().stream()).toList();
  }

  /** Bars that are missed, as the analyses' sections are called. */
  List<String> missed() {
    return BarTable.missed(bars, jdks);
  }

  /** The page. */
  String markdown() {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    results.notes().forEach(note -> out.append("- ").append(note).append('\n'));
    out.append("\n## What is to be reached\n\n").append(BarTable.markdown(bars, jdks, ""));
    out.append(ELSEWHERE);
    sections.forEach(section -> out.append(section.markdown()));
    return out.append(HOST_APIS).toString();
  }

  /**
   * What another page shows of it: the table, and the figure of geometric means.
   *
   * @param folder where this page is, seen from the other one, with a slash behind it
   */
  String excerpt(String folder) {
    String figure =
        figures().stream()
            .filter(candidate -> candidate.name().equals(KernelSection.MEANS))
            .map(found -> "\n" + found.markdown(folder))
            .collect(Collectors.joining());
    String notes =
        results.notes().stream()
            .limit(2)
            .map(note -> "- " + note + "\n")
            .collect(Collectors.joining());
    return notes + "\n" + BarTable.markdown(bars, jdks, folder) + figure;
  }
}
