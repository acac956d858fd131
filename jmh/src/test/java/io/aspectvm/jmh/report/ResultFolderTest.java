package io.aspectvm.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

  private static final String LINE =
      """
      {"group": "g", "series": "s", "x": 4, "unit": "us", "value": 2.5, "spread": 0.25, "platform": "JDK 25.0.3"}
      """;

  @TempDir Path folder;

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void documentsAndLinesAreRead() throws IOException {
    write("run.txt", "a machine\na run\n");
    write(
        "kernels.json",
        """
        {"notes": ["n"], "measurements": [
          {"platform": "clang", "engine": "native", "gas": false, "kernel": "fib", "nanos": [1.5, 2]}]}
        """);
    write(
        "lifecycle.json",
        """
        {"notes": [], "measurements": [
          {"platform": "JDK 17.0.1, G1", "group": "compile", "subject": "m", "series": "aspectvm",
           "x": 48, "measure": "time", "unit": "ms", "values": [1, 2, 6]}]}
        """);
    write("whitepaper.jsonl", LINE + LINE.replace("2.5,", "null,"));
    Results results = ResultFolder.read(folder);
    assertEquals(List.of("a machine", "a run"), results.notes());
    assertEquals(1.75, results.kernels().nativeNanos("fib"));
    List<Point> points = results.points().list();
    assertEquals(
        new Point(
            "JDK 17.0.1, G1",
            "compile",
            "m",
            "aspectvm",
            "48",
            "time",
            "ms",
            List.of(1.0, 2.0, 6.0),
            Double.NaN),
        points.get(0));
    assertEquals(2, points.get(0).reading().value());
    assertEquals(
        new Point("JDK 25.0.3", "g", "", "s", "4", "", "us", List.of(2.5), 0.25), points.get(1));
    assertEquals(Reading.NONE, points.get(2).reading());
    assertEquals(List.of(new Jdk(25), new Jdk(17)), results.jdks());
  }

  @Test
  void anEmptyFolderHasNothing() throws IOException {
    Results results = ResultFolder.read(folder);
    assertTrue(results.jdks().isEmpty());
    assertTrue(results.points().isEmpty());
  }

  @Test
  void badInputIsNamed() throws IOException {
    write("whitepaper.jsonl", LINE + "{\"group\": \"g\"");
    assertMessage("whitepaper.jsonl, line 2");
    write("whitepaper.jsonl", LINE + LINE.replace("\"series\"", "\"other\""));
    assertMessage("whitepaper.jsonl, value 2: no \"series\"");
  }

  private void assertMessage(String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ResultFolder.read(folder)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
