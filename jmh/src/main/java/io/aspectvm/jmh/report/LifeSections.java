package io.aspectvm.jmh.report;

import io.aspectvm.jmh.Limits;
import io.aspectvm.jmh.life.LifeGroup;
import io.aspectvm.jmh.life.LifeNames;
import io.aspectvm.jmh.report.chart.CurveFigure;
import io.aspectvm.jmh.report.chart.Figure;
import io.aspectvm.jmh.report.chart.Scale;
import java.util.List;
import java.util.stream.Stream;

/** The life of an aspect, as figures: those parts of it that were measured. */
final class LifeSections {

  private static final String PAGE = "lifecycle.md";
  private static final String SWITCH = LifeGroup.CONTEXT_SWITCH.id();
  private static final String COMPILE = LifeGroup.COMPILE.id();
  private static final String DISTINCT = LifeGroup.DISTINCT_ASPECTS.id();
  private static final List<String> GROUPS = List.of(SWITCH, COMPILE, DISTINCT);
  private static final String KILOBYTES = "KB of wasm";

  private final Jdk jdk;
  private final Points points;

  private LifeSections(Jdk jdk, Points points) {
    this.jdk = jdk;
    this.points = points.on(jdk);
  }

  /** On the newest JDK. */
  static List<Section> of(Points points) {
    Points life = points.where(point -> GROUPS.contains(point.group()));
    return life.newestJdk().map(jdk -> of(jdk, life)).orElse(List.of());
  }

  private static List<Section> of(Jdk jdk, Points points) {
    LifeSections sections = new LifeSections(jdk, points);
    return Stream.of(sections.contextSwitch(), sections.compiling(), sections.distinctAspects())
        .filter(section -> !section.figures().isEmpty())
        .toList();
  }

  private Section contextSwitch() {
    Points measured = points.group(SWITCH).measure(LifeNames.MEDIAN);
    CurveFigure policies =
        new CurveFigure(
            "Execution of an empty join point, " + jdk + ", by policy",
            KILOBYTES,
            Scale.DECADES,
            "p50, us",
            Scale.DECADES);
    add(policies, measured.subject(LifeNames.EMPTY));
    policies.bound(Limits.SWITCH_US, "the reference: " + (int) Limits.SWITCH_US + " us");
    CurveFigure peers =
        new CurveFigure(
            "A fresh instance and a call of nothing, " + jdk + ", by engine",
            KILOBYTES,
            Scale.DECADES,
            "p50, us",
            Scale.DECADES);
    add(peers, measured.subject(LifeNames.NOTHING));
    return new Section(
        "Context switch",
        "A fresh execution, by the clock, in warm code. The first figure is a whole join point by"
            + " the ABI: instance, start function, arguments, call, result. The second has no ABI,"
            + " which peers do not have: an instance and one call."
            + Section.noise(measured),
        PAGE,
        figures(policies, "context-switch", peers, "context-switch-peers"));
  }

  private Section compiling() {
    Points measured = points.group(COMPILE).measure(LifeNames.TIME);
    CurveFigure figure =
        new CurveFigure("Compiling, warm, " + jdk, KILOBYTES, Scale.DECADES, "ms", Scale.DECADES);
    add(figure, measured);
    if (!figure.isEmpty()) {
      figure.add("bars", 48, Limits.COMPILE_SMALL_MS).add("bars", 524, Limits.COMPILE_LARGE_MS);
    }
    return new Section(
        "Compiling",
        "From bytes of wasm to class files, generated modules." + Section.noise(measured),
        PAGE,
        figures(figure, "compile"));
  }

  private Section distinctAspects() {
    CurveFigure figure =
        new CurveFigure(
            "Memory over distinct aspects, " + jdk,
            "aspects loaded",
            Scale.DECADES,
            "MB",
            Scale.LINEAR);
    for (String measure : List.of(LifeNames.HEAP, LifeNames.METASPACE)) {
      points
          .group(DISTINCT)
          .measure(measure)
          .list()
          .forEach(
              point ->
                  figure.add(
                      measure + ", " + point.series(), point.number(), point.reading().value()));
    }
    return new Section(
        "Many distinct aspects",
        "Each is loaded, executed once and closed; a bounded cache keeps the last few. Memory is"
            + " what is left after collection.",
        PAGE,
        figures(figure, DISTINCT));
  }

  private static void add(CurveFigure figure, Points points) {
    points
        .list()
        .forEach(point -> figure.add(point.series(), point.number(), point.reading().value()));
  }

  private static List<Figure> figures(CurveFigure figure, String name) {
    return figure.isEmpty() ? List.of() : List.of(figure.lines(name));
  }

  private static List<Figure> figures(
      CurveFigure first, String firstName, CurveFigure second, String secondName) {
    return Stream.of(figures(first, firstName), figures(second, secondName))
        .flatMap(List::stream)
        .toList();
  }
}
