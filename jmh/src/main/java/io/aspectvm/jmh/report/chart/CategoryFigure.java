package io.aspectvm.jmh.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * Builds figures with a line for each name: points on it, one for each series, or bars. Names and
 * series come in the order in which they were added. Not thread-safe.
 */
public final class CategoryFigure {

  private static final int FRAME = 130;
  private static final int POINTS_HEIGHT = 25;
  private static final int BAR_HEIGHT = 30;

  private final String title;
  private final String axisLabel;
  private final Scale scale;
  private final DefaultCategoryDataset values = new DefaultCategoryDataset();
  private final List<Double> extremes = new ArrayList<>();
  private final List<Bound> bounds = new ArrayList<>();
  private final Map<Double, Double> bands = new TreeMap<>();

  /**
   * @param title what is shown
   * @param axisLabel what the numbers are, with their unit
   */
  public CategoryFigure(String title, String axisLabel, Scale scale) {
    this.title = title;
    this.axisLabel = axisLabel;
    this.scale = scale;
  }

  /** Adds a value; NaN, and what a logarithm does not have, is left out. */
  public CategoryFigure add(String series, String name, double value) {
    if (Double.isFinite(value) && (scale == Scale.LINEAR || value > 0)) {
      values.addValue(value, series, name);
      extremes.add(value);
    }
    return this;
  }

  /** Adds a line across. */
  public CategoryFigure bound(double value, String label) {
    bounds.add(new Bound(value, label));
    extremes.add(value);
    return this;
  }

  /** Marks where values should lie. */
  public CategoryFigure band(double from, double to) {
    bands.put(from, to);
    extremes.add(from);
    extremes.add(to);
    return this;
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return values.getRowCount() == 0;
  }

  /** Points, one for each series. */
  public Figure points(String fileName) {
    LineAndShapeRenderer renderer = new LineAndShapeRenderer(false, true);
    renderer.setDrawOutlines(false);
    for (int i = 0; i < values.getRowCount(); i++) {
      renderer.setSeriesShape(i, ChartTheme.shape(i));
      renderer.setSeriesPaint(i, ChartTheme.colour(i));
    }
    return figure(fileName, renderer, values.getRowCount() > 1, POINTS_HEIGHT);
  }

  /**
   * A bar for each name, with its value behind it; those of one series have one colour. A name has
   * a value in one series.
   */
  public Figure bars(String fileName) {
    // Stacked, so that a line's one bar has all of the height.
    BarRenderer renderer = new StackedBarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator("{2}", ValueLabels.FORMAT));
    renderer.setDefaultItemLabelFont(ChartTheme.smallFont());
    renderer.setDefaultItemLabelPaint(ChartTheme.ink());
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    for (int i = 0; i < values.getRowCount(); i++) {
      renderer.setSeriesPaint(i, ChartTheme.colour(i));
    }
    return figure(fileName, renderer, values.getRowCount() > 1, BAR_HEIGHT);
  }

  private Figure figure(
      String fileName, CategoryItemRenderer renderer, boolean legend, int heightOfName) {
    CategoryAxis names = new CategoryAxis();
    names.setMaximumCategoryLabelWidthRatio(0.5f);
    names.setLowerMargin(rooms(0.1 + 0.7 * bounds.size()));
    names.setUpperMargin(rooms(0.1));
    names.setCategoryMargin(0.15);
    ValueAxis numbers = scale.axis(axisLabel, Extremes.low(extremes), Extremes.high(extremes));
    CategoryPlot plot = new CategoryPlot(values, names, numbers, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    ChartTheme.style(plot);
    plot.setBackgroundPaint(Color.WHITE);
    bands.forEach((from, to) -> plot.addRangeMarker(ChartTheme.band(from, to), Layer.BACKGROUND));
    for (int i = 0; i < bounds.size(); i++) {
      plot.addRangeMarker(ChartTheme.upright(bounds.get(i), i), Layer.FOREGROUND);
    }
    return new Figure(
        fileName,
        title,
        ChartTheme.chart(title, plot, legend),
        FRAME + heightOfName * values.getColumnCount());
  }

  /** The height of some lines, as a part of the plot's. */
  private double rooms(double lines) {
    return lines / (values.getColumnCount() + lines);
  }
}
