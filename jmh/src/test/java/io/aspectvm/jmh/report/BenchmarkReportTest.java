package io.aspectvm.jmh.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aspectvm.jmh.report.chart.Fonts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path PUBLISHED = ROOT.resolve("docs/benchmarks");

  @TempDir Path project;

  @BeforeAll
  static void needsFonts() {
    System.setProperty("java.awt.headless", "true");
    assumeTrue(Fonts.present(), "no fonts here: text cannot be laid out");
  }

  private Path results() throws IOException {
    Path folder = Files.createDirectories(project.resolve("docs/benchmarks"));
    for (String file :
        new String[] {"kernels.json", "lifecycle.json", "whitepaper.jsonl", "calibration.jsonl"}) {
      try (var in = BenchmarkReportTest.class.getResourceAsStream(file)) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
    Files.writeString(folder.resolve("run.txt"), "2 processors\n`a run`\nload: 0\n");
    return folder;
  }

  private static Map<String, byte[]> written(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> p.toString().matches(".*(svg|README.md)")).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  @Test
  void pageShowsEveryFigureThatIsWritten() throws IOException {
    Path folder = results();
    BenchmarkReport.main(folder.toString());
    Map<String, byte[]> files = written(folder);
    assertEquals(
        List.of(
            "README.md",
            "calibration-host-calls.svg",
            "calibration-instructions.svg",
            "compile.svg",
            "context-switch-peers.svg",
            "context-switch.svg",
            "distinct-aspects.svg",
            "kernel-means.svg",
            "kernels.svg",
            "whitepaper-fibonacci.svg",
            "whitepaper-join-points.svg",
            "whitepaper-millisecond.svg",
            "wide-arithmetic.svg"),
        List.copyOf(files.keySet()));
    String page = new String(files.remove("README.md"), java.nio.charset.StandardCharsets.UTF_8);
    files.keySet().forEach(figure -> assertTrue(page.contains("](" + figure + ")"), figure));
    assertTrue(page.contains("- 2 processors\n"), page);
  }

  @Test
  void equalResultsAreEqualFiles() throws IOException {
    Path folder = results();
    BenchmarkReport.main(folder.toString());
    Map<String, byte[]> first = written(folder);
    BenchmarkReport.main(folder.toString());
    Map<String, byte[]> second = written(folder);
    assertEquals(first.keySet(), second.keySet());
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  @Test
  void readmeShowsTheTableAndAPlot() throws IOException {
    Path readme = project.resolve("README.md");
    Files.writeString(
        readme, "before\n" + MarkedBlock.BEGIN + "old\n" + MarkedBlock.END + "after\n");
    BenchmarkReport.main(results().toString(), readme.toString());
    String text = Files.readString(readme);
    assertTrue(text.startsWith("before\n" + MarkedBlock.BEGIN), text);
    assertTrue(text.endsWith(MarkedBlock.END + "after\n"), text);
    assertTrue(text.contains("](docs/benchmarks/kernel-means.svg)"), text);
    assertTrue(text.contains("[**missed**](docs/benchmarks/missed.md#keccak)"), text);
    assertTrue(text.contains("| at most 1.15x | 1.60x ±1% | 1.60x ±1% | [**missed**]"), text);
  }

  @Test
  void readmeWithoutABlockIsRefused() {
    for (String page :
        List.of(
            "nothing",
            MarkedBlock.BEGIN,
            MarkedBlock.END + MarkedBlock.BEGIN,
            (MarkedBlock.BEGIN + MarkedBlock.END).repeat(2))) {
      assertThrows(IllegalArgumentException.class, () -> MarkedBlock.replaced(page, "new"), page);
    }
  }

  /** Whoever changes what is published runs {@code tools/benchmarks.sh report --publish}. */
  @Test
  void whatIsPublishedIsWhatTheResultsSay() throws IOException {
    assumeTrue(
        Files.exists(PUBLISHED.resolve(BenchmarkReport.INDEX)), "nothing has been published yet");
    IndexPage page = new IndexPage(ResultFolder.read(PUBLISHED));
    assertEquals(page.markdown(), Files.readString(PUBLISHED.resolve(BenchmarkReport.INDEX)));
    page.figures()
        .forEach(
            figure ->
                assertTrue(Files.exists(PUBLISHED.resolve(figure.fileName())), figure.fileName()));
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertEquals(MarkedBlock.replaced(readme, page.excerpt("docs/benchmarks/")), readme);
  }
}
