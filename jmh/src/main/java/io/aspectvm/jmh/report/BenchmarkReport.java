package io.aspectvm.jmh.report;

import io.aspectvm.jmh.report.chart.Figure;
import io.aspectvm.jmh.report.chart.SvgWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an index in Markdown and figures into a folder with results, and what a README shows of
 * them into that.
 *
 * <p>Arguments: the folder; optionally a README that has {@linkplain MarkedBlock a block} for it,
 * and is in a folder above.
 */
public final class BenchmarkReport {

  static final String INDEX = "README.md";

  private BenchmarkReport() {}

  /** Writes. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("usage: BenchmarkReport FOLDER [README]");
      System.exit(2);
    }
    System.setProperty("java.awt.headless", "true");
    Path folder = Path.of(arguments[0]);
    try {
      IndexPage page = new IndexPage(ResultFolder.read(folder));
      if (arguments.length == 2) {
        writeExcerpt(page, folder, Path.of(arguments[1]));
        checkAnalyses(page, folder);
      }
      write(page, folder);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void write(IndexPage page, Path folder) throws IOException {
    for (Figure figure : page.figures()) {
      SvgWriter.write(figure, folder);
    }
    Files.writeString(folder.resolve(INDEX), page.markdown());
  }

  private static void writeExcerpt(IndexPage page, Path folder, Path readme) throws IOException {
    Path above = readme.toAbsolutePath().normalize().getParent();
    String path = above.relativize(folder.toAbsolutePath().normalize()).toString();
    String text = page.excerpt(path.replace('\\', '/') + "/");
    Files.writeString(readme, MarkedBlock.replaced(Files.readString(readme), text));
  }

  /** Says which misses have no analysis. */
  private static void checkAnalyses(IndexPage page, Path folder) throws IOException {
    Path analyses = folder.resolve(BarTable.ANALYSES);
    String written = Files.exists(analyses) ? Files.readString(analyses) : "";
    for (String missed : page.missed()) {
      if (!written.contains("\n## " + missed + "\n")) {
        System.err.printf("%s has no section '## %s', which is missed%n", analyses, missed);
      }
    }
  }
}
