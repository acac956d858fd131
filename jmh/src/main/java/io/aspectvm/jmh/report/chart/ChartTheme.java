package io.aspectvm.jmh.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/**
 * The look of all charts: on white, which both modes of a dark or light page show alike; colours
 * that people who confuse some can tell apart (Okabe and Ito), each with a shape of its own.
 */
final class ChartTheme {

  private static final String FAMILY = "SansSerif";

  private static final Font TITLE = new Font(FAMILY, Font.BOLD, 15);
  private static final Font TEXT = new Font(FAMILY, Font.PLAIN, 12);
  private static final Font SMALL = new Font(FAMILY, Font.PLAIN, 11);

  private static final Color INK = new Color(0x24292F);
  private static final Color GRID = new Color(0xD8DEE4);
  private static final Color BAR = new Color(0xB3261E);
  private static final Color BAND = new Color(0xE6F2EC);

  private static final Color TRANSPARENT = new Color(255, 255, 255, 0);

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x4D4D4D),
          new Color(0x8C6BB1));

  private static final Stroke THIN = new BasicStroke(1);
  private static final Stroke LINE =
      new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Stroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5}, 0);

  /** Half of the size of a point, in pixels. */
  private static final double REACH = 4;

  private ChartTheme() {}

  static Color colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  static Shape shape(int series) {
    return switch (series % 4) {
      case 0 -> new Ellipse2D.Double(-REACH, -REACH, 2 * REACH, 2 * REACH);
      case 1 -> new Rectangle2D.Double(-REACH + 0.5, -REACH + 0.5, 2 * REACH - 1, 2 * REACH - 1);
      case 2 -> polygon(0, -REACH - 1, REACH + 1, REACH - 0.5, -REACH - 1, REACH - 0.5);
      default -> polygon(0, -REACH - 1, REACH + 1, 0, 0, REACH + 1, -REACH - 1, 0);
    };
  }

  private static Shape polygon(double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }

  static Stroke line() {
    return LINE;
  }

  static Font smallFont() {
    return SMALL;
  }

  static Color ink() {
    return INK;
  }

  /** A chart of a plot that has its axes. */
  static JFreeChart chart(String title, Plot plot, boolean legend) {
    JFreeChart chart = new JFreeChart(null, TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(8, 8, 8, 16));
    TextTitle heading = new TextTitle(title, TITLE);
    heading.setPaint(INK);
    heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
    heading.setPadding(2, 4, 8, 4);
    chart.setTitle(heading);
    if (legend) {
      LegendTitle names = new LegendTitle(plot);
      names.setItemFont(TEXT);
      names.setItemPaint(INK);
      names.setPosition(RectangleEdge.BOTTOM);
      names.setPadding(6, 4, 0, 4);
      chart.addLegend(names);
    }
    plot.setOutlineVisible(false);
    plot.setBackgroundPaint(Color.WHITE);
    return chart;
  }

  static void style(CategoryPlot plot) {
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(THIN);
    plot.setDomainGridlinesVisible(true);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(THIN);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
  }

  static void style(XYPlot plot) {
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(THIN);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(THIN);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
  }

  private static void style(Axis axis) {
    axis.setLabelFont(TEXT);
    axis.setLabelPaint(INK);
    axis.setTickLabelFont(SMALL);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(GRID);
    axis.setTickMarksVisible(false);
    axis.setMinorTickMarksVisible(false);
  }

  /**
   * A line that goes up, its label behind the top.
   *
   * @param row how many labels are above it
   */
  static Marker upright(Bound line, int row) {
    Marker marker = marker(line, RectangleAnchor.TOP_RIGHT, TextAnchor.TOP_LEFT);
    marker.setLabelOffset(new RectangleInsets(3 + 16 * row, 3, 3, 3));
    return marker;
  }

  /** A line from left to right, its label above its beginning. */
  static Marker level(Bound line) {
    return marker(line, RectangleAnchor.TOP_LEFT, TextAnchor.BOTTOM_LEFT);
  }

  private static Marker marker(Bound line, RectangleAnchor place, TextAnchor corner) {
    ValueMarker marker = new ValueMarker(line.value(), BAR, DASHED);
    marker.setLabel(line.label());
    marker.setLabelFont(SMALL);
    marker.setLabelPaint(BAR);
    marker.setLabelBackgroundColor(TRANSPARENT);
    marker.setLabelAnchor(place);
    marker.setLabelTextAnchor(corner);
    return marker;
  }

  /** Where values should lie. */
  static Marker band(double from, double to) {
    IntervalMarker marker = new IntervalMarker(from, to, BAND);
    marker.setAlpha(1);
    return marker;
  }
}
