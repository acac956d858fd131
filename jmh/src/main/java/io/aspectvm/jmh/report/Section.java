package io.aspectvm.jmh.report;

import io.aspectvm.jmh.report.chart.Figure;
import java.util.List;

/**
 * A part of the index.
 *
 * @param title its heading
 * @param text what is measured, and how to read the figures
 * @param page the file with all numbers
 * @param figures none where nothing was measured
 */
record Section(String title, String text, String page, List<Figure> figures) {

  Section {
    figures = List.copyOf(figures);
  }

  String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("\n## ").append(title).append("\n\n").append(text);
    out.append(" [All numbers](").append(page).append(").\n");
    figures.forEach(figure -> out.append('\n').append(figure.markdown("")));
    return out.toString();
  }

  /** How points are spread, as a sentence; nothing where that is not known. */
  static String noise(Points points) {
    List<Double> spreads =
        points.list().stream()
            .map(point -> point.reading().spread())
            .filter(Double::isFinite)
            .sorted()
            .toList();
    return spreads.isEmpty()
        ? ""
        : " Spread: %.0f%% in the middle, %.0f%% at most."
            .formatted(
                100 * spreads.get(spreads.size() / 2), 100 * spreads.get(spreads.size() - 1));
  }
}
