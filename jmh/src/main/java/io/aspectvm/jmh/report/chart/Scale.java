package io.aspectvm.jmh.report.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;

/** How numbers lie along an axis. */
public enum Scale {
  /** From zero on. */
  LINEAR,
  /** Powers of two: ratios. */
  DOUBLING,
  /** Powers of ten: sizes. */
  DECADES;

  private static final double MARGIN = 0.06;

  /**
   * An axis of this kind.
   *
   * @param lowest of the values and of what they are held against; above zero on a logarithmic axis
   * @param highest the same, at least {@code lowest}
   */
  ValueAxis axis(String label, double lowest, double highest) {
    NumberAxis linear = new NumberAxis(label);
    if (this == LINEAR) {
      linear.setNumberFormatOverride(format());
      linear.setRange(0, highest <= 0 ? 1 : highest * (1 + MARGIN));
      return linear;
    }
    LogAxis axis = new PowerAxis(label, this == DOUBLING ? 2 : 10, format());
    double room = Math.max(Math.pow(highest / lowest, MARGIN), 1.2);
    axis.setRange(lowest / room, highest * room);
    return axis;
  }

  private static DecimalFormat format() {
    return new DecimalFormat("#,##0.#####", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
