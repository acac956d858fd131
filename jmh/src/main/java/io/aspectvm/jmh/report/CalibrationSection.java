package io.aspectvm.jmh.report;

import io.aspectvm.jmh.Limits;
import io.aspectvm.jmh.report.chart.CategoryFigure;
import io.aspectvm.jmh.report.chart.Figure;
import io.aspectvm.jmh.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Time against prices in gas, as figures. */
final class CalibrationSection {

  private static final String FAMILIES = "calibration: families of ";

  private CalibrationSection() {}

  /** On the newest JDK; empty where prices were not looked at. */
  static Optional<Section> of(Points points) {
    return points
        .where(point -> point.group().startsWith(FAMILIES))
        .newestJdk()
        .map(jdk -> section(jdk, points.on(jdk)));
  }

  private static Section section(Jdk jdk, Points points) {
    List<Figure> figures = new ArrayList<>();
    for (String kind : List.of("instructions", "host calls")) {
      figure(jdk, points.group(FAMILIES + kind), kind).ifPresent(figures::add);
    }
    return new Section(
        "Gas calibration",
        "Processor time of what 10^10 WASM gas (10^7 EVM gas) pays for, in seconds, by family: to"
            + " the right of the band, which is a factor of three about one, a price is too cheap;"
            + " to the left, too dear.",
        "calibration.md",
        figures);
  }

  private static Optional<Figure> figure(Jdk jdk, Points points, String kind) {
    CategoryFigure figure =
        new CategoryFigure(
            "Time against price: families of %s, %s".formatted(kind, jdk),
            "time / price",
            Scale.DECADES);
    figure.band(1 / Limits.PRICE, Limits.PRICE);
    points.list().forEach(point -> figure.add(point.series(), point.x(), point.reading().value()));
    return figure.isEmpty()
        ? Optional.empty()
        : Optional.of(figure.points("calibration-" + kind.replace(' ', '-')));
  }
}
