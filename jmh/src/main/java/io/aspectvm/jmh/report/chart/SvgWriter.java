package io.aspectvm.jmh.report.chart;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes figures as SVG: the same figure, the same bytes. */
public final class SvgWriter {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** Digits behind the point, in pixels. */
  private static final int PRECISION = 1;

  static {
    // As text, not as outlines.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private SvgWriter() {}

  /** Writes the figure's file into a folder. */
  public static void write(Figure figure, Path folder) throws IOException {
    Files.writeString(folder.resolve(figure.fileName()), svg(figure));
  }

  /** The figure as a document. */
  static String svg(Figure figure) throws IOException {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setComment(null);
    context.setPrecision(PRECISION);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(figure.width(), figure.height()));
    figure.chart().draw(graphics, new Rectangle2D.Double(0, 0, figure.width(), figure.height()));
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + figure.width() + " " + figure.height());
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", figure.description());
    StringWriter out = new StringWriter();
    graphics.stream(root, out, true, false);
    // Without the heading, which sends readers to fetch a document type.
    return out.getBuffer().substring(out.getBuffer().indexOf("<svg"));
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has no XML parser", e);
    }
  }
}
