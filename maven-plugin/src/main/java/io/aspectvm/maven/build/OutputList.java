package io.aspectvm.maven.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The list of files that the last build of an execution made, so that the next one knows which of
 * them are stale. A list that is missing or makes no sense is an empty one. What it names is
 * deleted only below the folders that builds write to.
 */
final class OutputList {

  private static final String HEADER = "aspectvm outputs 1";

  private final Path file;
  private final Path base;

  /**
   * @param file the list
   * @param base folder that the entries are relative to
   */
  OutputList(Path file, Path base) {
    this.file = file;
    this.base = base;
  }

  /** What the last build made; absolute, normalised. */
  List<Path> read() {
    List<Path> outputs = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
        return List.of();
      }
      for (String line : lines.subList(1, lines.size())) {
        outputs.add(base.resolve(line).normalize());
      }
      return outputs;
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }

  /** The list's content for these outputs. */
  byte[] content(List<Path> outputs) {
    TreeSet<String> lines = new TreeSet<>();
    for (Path output : outputs) {
      lines.add(base.relativize(output).toString().replace('\\', '/'));
    }
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
