package io.aspectvm.jmh.report.chart;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Whether text can be laid out: a JDK alone has no fonts. */
public final class Fonts {

  private Fonts() {}

  public static boolean present() {
    try {
      return new Font("SansSerif", Font.PLAIN, 12)
              .getStringBounds("text", new FontRenderContext(null, true, true))
              .getWidth()
          > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return false;
    }
  }
}
