package io.aspectvm.jmh.report.chart;

import org.jfree.chart.JFreeChart;

/**
 * A chart, and the file that it becomes.
 *
 * @param name of the file, without its ending; part of the addresses of published pages
 * @param description what it shows, for those who do not see it
 * @param chart the chart; drawing changes its state, so that one thread at a time may do it
 * @param width in pixels
 * @param height in pixels
 */
public record Figure(String name, String description, JFreeChart chart, int width, int height) {

  /** Of all figures, so that their text has one size where pages scale them. */
  static final int WIDTH = 800;

  Figure(String name, String description, JFreeChart chart, int height) {
    this(name, description, chart, WIDTH, height);
  }

  /** Name of the file. */
  public String fileName() {
    return name + ".svg";
  }

  /** The picture, as a paragraph in Markdown. */
  public String markdown(String folder) {
    return "![" + description + "](" + folder + fileName() + ")\n";
  }
}
