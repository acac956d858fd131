package io.aspectvm.jmh.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class SvgWriterTest {

  /** What a figure may take in a repository. */
  private static final int MOST_BYTES = 60_000;

  private static final int KERNELS = 17;
  private static final int ENGINES = 8;

  @TempDir Path folder;

  @BeforeAll
  static void needsFonts() {
    System.setProperty("java.awt.headless", "true");
    assumeTrue(Fonts.present(), "no fonts here: text cannot be laid out");
  }

  /** The largest of each kind that the report draws. */
  private static Stream<Figure> figures() {
    return Stream.of(points(), bars(), lines());
  }

  private static Figure points() {
    CategoryFigure figure = new CategoryFigure("Points & more", "time <ns>", Scale.DOUBLING);
    for (int engine = 0; engine < ENGINES; engine++) {
      for (int kernel = 0; kernel < KERNELS; kernel++) {
        figure.add("engine " + engine, "kernel " + kernel, 1 + engine * 1.7 + kernel / 3.0);
      }
    }
    return figure.bound(1.75, "bar").band(0.5, 3).points("points");
  }

  private static Figure bars() {
    CategoryFigure figure = new CategoryFigure("Bars", "time / native", Scale.LINEAR);
    for (int engine = 0; engine < 2 * ENGINES; engine++) {
      figure.add(engine % 2 == 0 ? "ours" : "others", "engine " + engine, engine + 0.5);
    }
    return figure.bound(1.75, "first").bound(1.8, "second").bars("bars");
  }

  private static Figure lines() {
    CurveFigure figure = new CurveFigure("Lines", "KB", Scale.DECADES, "us", Scale.DECADES);
    for (int series = 0; series < ENGINES; series++) {
      for (int x = 1; x <= 10_000; x *= 3) {
        figure.add("series " + series, x, Math.sqrt(x) * (series + 1));
      }
    }
    return figure.bound(29, "29 us").lines("lines");
  }

  @ParameterizedTest
  @MethodSource("figures")
  void figureIsSmallAndWellFormed(Figure figure) throws Exception {
    SvgWriter.write(figure, folder);
    Path file = folder.resolve(figure.name() + ".svg");
    assertTrue(Files.size(file) < MOST_BYTES, figure.name() + ": " + Files.size(file));
    Element root = parse(Files.readString(file));
    assertEquals("svg", root.getTagName());
    assertEquals("0 0 800 " + figure.height(), root.getAttribute("viewBox"));
    assertEquals(figure.description(), root.getAttribute("aria-label"));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void textIsText(Figure figure) throws Exception {
    String svg = SvgWriter.svg(figure);
    assertTrue(parse(svg).getElementsByTagName("text").getLength() > 10, svg);
    assertFalse(svg.contains("DOCTYPE"), svg);
  }

  @Test
  void equalFiguresAreEqualFiles() throws IOException {
    assertEquals(SvgWriter.svg(points()), SvgWriter.svg(points()));
    assertEquals(SvgWriter.svg(bars()), SvgWriter.svg(bars()));
    Figure lines = lines();
    assertEquals(SvgWriter.svg(lines), SvgWriter.svg(lines), "drawn twice");
  }

  @Test
  void whatAScaleCannotShowIsLeftOut() {
    assertTrue(
        new CategoryFigure("", "", Scale.DECADES)
            .add("a", "x", Double.NaN)
            .add("a", "y", 0)
            .isEmpty());
    assertTrue(
        new CurveFigure("", "", Scale.DECADES, "", Scale.LINEAR)
            .add("a", 0, 1)
            .add("a", 1, Double.POSITIVE_INFINITY)
            .isEmpty());
    assertFalse(new CategoryFigure("", "", Scale.LINEAR).add("a", "x", 0).isEmpty());
  }

  @Test
  void axisIsMarkedAtPowers() throws IOException {
    String svg = SvgWriter.svg(lines());
    for (String tick : new String[] {"1", "10", "100", "1,000", "10,000"}) {
      assertTrue(svg.contains(">" + tick + "</text"), tick);
    }
  }

  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
