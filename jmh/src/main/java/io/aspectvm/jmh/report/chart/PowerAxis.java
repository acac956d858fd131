package io.aspectvm.jmh.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A logarithmic axis with the powers of its base along it. {@link LogAxis} draws labels with
 * attributes, which SVG gets as outlines; here they are plain text.
 */
final class PowerAxis extends LogAxis {

  private static final long serialVersionUID = 1;

  private final int base;
  private final NumberFormat format;

  PowerAxis(String label, int base, NumberFormat format) {
    super(label);
    setBase(base);
    this.base = base;
    this.format = format;
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    TextAnchor anchor =
        RectangleEdge.isLeftOrRight(edge)
            ? TextAnchor.CENTER_RIGHT
            : edge.equals(RectangleEdge.TOP) ? TextAnchor.BOTTOM_CENTER : TextAnchor.TOP_CENTER;
    List<NumberTick> ticks = new ArrayList<>();
    int last = (int) Math.floor(calculateLog(getUpperBound()));
    for (int power = (int) Math.ceil(calculateLog(getLowerBound())); power <= last; power++) {
      double value = Math.pow(base, power);
      ticks.add(new NumberTick(value, format.format(value), anchor, TextAnchor.CENTER, 0));
    }
    return ticks;
  }
}
