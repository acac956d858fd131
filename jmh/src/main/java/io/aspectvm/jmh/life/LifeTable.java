package io.aspectvm.jmh.life;

import io.aspectvm.jmh.MarkdownTable;
import io.aspectvm.jmh.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The records of one group on one platform, as a table: a row for each point, medians of each
 * measure, how often the peer's first measure that is, spread, and bars.
 */
final class LifeTable {

  /** Series of the peer that rows are compared with begin so. */
  private static final String PEER = "endive";

  /** What a row is about. */
  private record Point(String subject, String series, double x) {}

  private final LifeGroup group;
  private final Map<Point, Map<String, LifeRecord>> rows = new LinkedHashMap<>();
  private final Set<String> measures = new LinkedHashSet<>();
  private final Map<String, String> headings = new LinkedHashMap<>();

  /** Takes records of this group. */
  LifeTable(LifeGroup group, List<LifeRecord> records) {
    this.group = group;
    for (LifeRecord record : records) {
      LifeRecord.Key key = record.key();
      measures.add(key.measure());
      headings.put(key.measure(), (key.measure() + " " + key.unit()).strip());
      rows.computeIfAbsent(
              new Point(key.subject(), key.series(), key.x()), point -> new LinkedHashMap<>())
          .put(key.measure(), record);
    }
  }

  /** In Markdown: heading, what it is about, table. */
  String text() {
    boolean withPeer = rows.keySet().stream().anyMatch(point -> point.series().startsWith(PEER));
    List<String> names = new ArrayList<>(List.of("", "", group.xName()));
    measures.forEach(measure -> names.add(headings.get(measure)));
    if (withPeer) {
      names.add(compared() + " / " + PEER);
    }
    names.addAll(List.of("spread", "bar", ""));
    StringBuilder out = new StringBuilder("### " + group.title() + "\n\n");
    out.append(group.explanation()).append("\n\n");
    MarkdownTable.row(out, names.toArray(String[]::new));
    out.append("| --- | --- |").append(" --: |".repeat(names.size() - 4)).append(" --- | --- |\n");
    sorted().forEach(point -> MarkdownTable.row(out, cells(point, withPeer)));
    return out.toString();
  }

  /** By subject and series, as they came first; each series in its order. */
  private List<Point> sorted() {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    for (Point point : rows.keySet()) {
      series
          .computeIfAbsent(point.subject() + '\t' + point.series(), key -> new ArrayList<>())
          .add(point);
    }
    Map<String, List<Point>> subjects = new LinkedHashMap<>();
    series.forEach(
        (key, points) ->
            subjects
                .computeIfAbsent(points.get(0).subject(), subject -> new ArrayList<>())
                .addAll(points));
    return subjects.values().stream().flatMap(List::stream).toList();
  }

  private String[] cells(Point point, boolean withPeer) {
    Map<String, LifeRecord> row = rows.get(point);
    List<String> cells =
        new ArrayList<>(List.of(point.subject(), point.series(), LifeRecord.number(point.x())));
    for (String measure : measures) {
      cells.add(
          MarkdownTable.number(row.containsKey(measure) ? row.get(measure).median() : Double.NaN));
    }
    if (withPeer) {
      cells.add(MarkdownTable.number(ofPeer(point)));
    }
    List<LifeRecord> judged =
        row.values().stream().filter(r -> LifeBars.of(r.key()).isPresent()).toList();
    List<Double> values = (judged.isEmpty() ? row.values() : judged).iterator().next().values();
    cells.add(values.size() < 2 ? "-" : "%.0f%%".formatted(100 * Samples.spread(values)));
    cells.add(joined(judged, record -> bar(record).text(record.key())));
    cells.add(
        joined(
            judged,
            record ->
                bar(record).verdict(record, row.get(record.key().measure() + LifeNames.CPU))));
    return cells.toArray(String[]::new);
  }

  private static LifeBars.Bar bar(LifeRecord judged) {
    return LifeBars.of(judged.key()).orElseThrow();
  }

  private static String joined(List<LifeRecord> judged, Function<LifeRecord, String> text) {
    return judged.stream().map(text).collect(Collectors.joining("; "));
  }

  /** The measure that the peer is compared by: the first one, in processor time if it was taken. */
  private String compared() {
    String first = measures.iterator().next();
    return measures.contains(first + LifeNames.CPU) ? first + LifeNames.CPU : first;
  }

  private double ofPeer(Point point) {
    return rows.entrySet().stream()
        .filter(other -> other.getKey().series().startsWith(PEER))
        .filter(other -> other.getKey().subject().equals(point.subject()))
        .filter(other -> other.getKey().x() == point.x())
        .mapToDouble(other -> compared(rows.get(point)) / compared(other.getValue()))
        .findFirst()
        .orElse(Double.NaN);
  }

  private double compared(Map<String, LifeRecord> row) {
    return row.get(compared()).median();
  }
}
