package io.aspectvm.jmh.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Builds figures of curves: a number over another. Not thread-safe. */
public final class CurveFigure {

  private static final int HEIGHT = 400;

  private final String title;
  private final String xLabel;
  private final Scale xScale;
  private final String yLabel;
  private final Scale yScale;
  private final XYSeriesCollection curves = new XYSeriesCollection();
  private final List<Double> xs = new ArrayList<>();
  private final List<Double> ys = new ArrayList<>();
  private final List<Bound> bounds = new ArrayList<>();

  /**
   * @param title what is shown
   * @param xLabel what lies along, with its unit
   * @param yLabel what goes up, with its unit
   */
  public CurveFigure(String title, String xLabel, Scale xScale, String yLabel, Scale yScale) {
    this.title = title;
    this.xLabel = xLabel;
    this.xScale = xScale;
    this.yLabel = yLabel;
    this.yScale = yScale;
  }

  /** Adds a point to a curve; one that a scale cannot show is left out. */
  public CurveFigure add(String curve, double x, double y) {
    if (shows(xScale, x) && shows(yScale, y)) {
      series(curve).add(x, y);
      xs.add(x);
      ys.add(y);
    }
    return this;
  }

  private static boolean shows(Scale scale, double value) {
    return Double.isFinite(value) && (scale == Scale.LINEAR ? value >= 0 : value > 0);
  }

  private XYSeries series(String curve) {
    int index = curves.getSeriesIndex(curve);
    if (index >= 0) {
      return curves.getSeries(index);
    }
    XYSeries added = new XYSeries(curve);
    curves.addSeries(added);
    return added;
  }

  /** Adds a line across. */
  public CurveFigure bound(double value, String label) {
    bounds.add(new Bound(value, label));
    ys.add(value);
    return this;
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return curves.getSeriesCount() == 0;
  }

  /** The figure. */
  public Figure lines(String fileName) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    renderer.setDrawSeriesLineAsPath(true);
    for (int i = 0; i < curves.getSeriesCount(); i++) {
      renderer.setSeriesShape(i, ChartTheme.shape(i));
      renderer.setSeriesPaint(i, ChartTheme.colour(i));
      renderer.setSeriesStroke(i, ChartTheme.line());
    }
    ValueAxis x = xScale.axis(xLabel, Extremes.low(xs), Extremes.high(xs));
    ValueAxis y = yScale.axis(yLabel, Extremes.low(ys), Extremes.high(ys));
    XYPlot plot = new XYPlot(curves, x, y, renderer);
    ChartTheme.style(plot);
    bounds.forEach(bound -> plot.addRangeMarker(ChartTheme.level(bound)));
    return new Figure(
        fileName, title, ChartTheme.chart(title, plot, curves.getSeriesCount() > 1), HEIGHT);
  }
}
