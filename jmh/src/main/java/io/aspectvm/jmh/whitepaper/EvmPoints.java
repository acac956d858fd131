package io.aspectvm.jmh.whitepaper;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Points of EVMs beside those that were measured: what the reference's whitepaper, section 8.1,
 * says of one, which is 0.6 us for an iteration; and what fits into a millisecond, which is the
 * same however many join points there are, as an EVM has none.
 */
final class EvmPoints {

  /** How the names of their series begin. */
  static final String EVM = "EVM";

  static final String PUBLISHED = "EVM, as published";

  private static final double PUBLISHED_MICROS = 0.6;
  private static final double BUDGET_MICROS = 1_000;

  private EvmPoints() {}

  static Stream<PaperPoint> beside(List<PaperPoint> points) {
    Set<String> iterations = xs(points, PaperGroup.FIBONACCI);
    Set<String> joinPoints = xs(points, PaperGroup.MILLISECOND);
    Stream<PaperPoint> published =
        Stream.concat(
            iterations.stream().map(n -> fibonacci(n, PUBLISHED_MICROS * Integer.parseInt(n))),
            left("whitepaper", PUBLISHED, joinPoints, PUBLISHED_MICROS));
    return Stream.concat(published, measured(points, joinPoints));
  }

  private static Set<String> xs(List<PaperPoint> points, PaperGroup group) {
    return points.stream()
        .filter(point -> point.group() == group)
        .map(PaperPoint::x)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static PaperPoint fibonacci(String iterations, double micros) {
    return new PaperPoint(
        "whitepaper", PaperGroup.FIBONACCI, PUBLISHED, iterations, "us", List.of(micros));
  }

  private static Stream<PaperPoint> measured(List<PaperPoint> points, Set<String> joinPoints) {
    List<PaperPoint> found =
        points.stream()
            .filter(p -> p.group() == PaperGroup.FIBONACCI && p.series().startsWith(EVM))
            .toList();
    PaperTable table = new PaperTable(PaperGroup.FIBONACCI, found);
    return table.series().stream()
        .flatMap(s -> left(found.get(0).platform(), s, joinPoints, table.slope(s)))
        .filter(point -> Double.isFinite(point.median()));
  }

  private static Stream<PaperPoint> left(
      String platform, String series, Set<String> joinPoints, double micros) {
    double iterations = Math.floor(BUDGET_MICROS / micros);
    return joinPoints.stream()
        .map(
            x ->
                new PaperPoint(
                    platform,
                    PaperGroup.MILLISECOND,
                    series,
                    x,
                    MillisecondBudget.UNIT,
                    List.of(iterations)));
  }
}
