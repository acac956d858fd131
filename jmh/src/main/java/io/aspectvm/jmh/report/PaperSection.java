package io.aspectvm.jmh.report;

import io.aspectvm.jmh.report.chart.CategoryFigure;
import io.aspectvm.jmh.report.chart.CurveFigure;
import io.aspectvm.jmh.report.chart.Figure;
import io.aspectvm.jmh.report.chart.Scale;
import io.aspectvm.jmh.whitepaper.PaperGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three tests of the reference's whitepaper, section 8.1, and 256-bit numbers, as figures. */
final class PaperSection {

  /** What is drawn as curves. */
  private enum Test {
    JOIN_POINTS(PaperGroup.JOIN_POINTS, Scale.LINEAR, Scale.LINEAR),
    FIBONACCI(PaperGroup.FIBONACCI, Scale.DECADES, Scale.DECADES),
    MILLISECOND(PaperGroup.MILLISECOND, Scale.LINEAR, Scale.LINEAR);

    private final PaperGroup group;
    private final Scale x;
    private final Scale y;

    Test(PaperGroup group, Scale x, Scale y) {
      this.group = group;
      this.x = x;
      this.y = y;
    }

    private String fileName() {
      return "whitepaper-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String WIDE = PaperGroup.WIDE.title();

  private final Points points;
  private final Jdk jdk;

  private PaperSection(Points points, Jdk jdk) {
    this.points = points.on(jdk);
    this.jdk = jdk;
  }

  /** On the newest JDK, beside what needs none; empty where none was made. */
  static Optional<Section> of(Points points) {
    Points tests =
        points.where(
            point ->
                point.group().equals(WIDE)
                    || Arrays.stream(Test.values())
                        .anyMatch(test -> test.group.title().equals(point.group())));
    return tests.newestJdk().map(jdk -> new PaperSection(tests, jdk).section());
  }

  private Section section() {
    List<Figure> figures = new ArrayList<>();
    for (Test test : Test.values()) {
      curves(test).ifPresent(figures::add);
    }
    wide().ifPresent(figures::add);
    return new Section(
        "The reference's own tests",
        "The three tests of its whitepaper, section 8.1, and arithmetic on 256-bit numbers with"
            + " wide arithmetic and without."
            + Section.noise(points),
        "whitepaper.md",
        figures);
  }

  private Optional<Figure> curves(Test test) {
    String group = test.group.title();
    Points measured = points.group(group);
    CurveFigure figure =
        new CurveFigure(title(group), test.group.xTitle(), test.x, unit(measured), test.y);
    measured
        .list()
        .forEach(point -> figure.add(point.series(), point.number(), point.reading().value()));
    return figure.isEmpty() ? Optional.empty() : Optional.of(figure.lines(test.fileName()));
  }

  private Optional<Figure> wide() {
    Points measured = points.group(WIDE);
    CategoryFigure figure = new CategoryFigure(title(WIDE), unit(measured), Scale.DECADES);
    measured
        .list()
        .forEach(point -> figure.add(point.series(), point.x(), point.reading().value()));
    return figure.isEmpty() ? Optional.empty() : Optional.of(figure.points("wide-arithmetic"));
  }

  private String title(String group) {
    String text = group.substring(group.indexOf(':') + 2);
    String title = group.equals(WIDE) ? group : text;
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1) + ", " + jdk;
  }

  private static String unit(Points measured) {
    return measured.isEmpty() ? "" : measured.list().get(0).unit();
  }
}
