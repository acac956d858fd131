package io.aspectvm.jmh.report.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Locale;

/** Numbers behind bars. */
final class ValueLabels {

  static final NumberFormat FORMAT =
      new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));

  private ValueLabels() {}
}
