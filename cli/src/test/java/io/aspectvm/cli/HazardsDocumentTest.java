package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the tests which docs/hazards.md names are there. */
class HazardsDocumentTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String SOURCES = "src/test/java";
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("([\\w.]*\\.)?(\\w+Test)(?:\\.(\\w+))?");
  private static final int INCIDENTS = 24;

  private static List<String[]> rows() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/hazards.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| ---")) {
        String[] cells = line.split(" \\| ");
        assertEquals(4, cells.length, line);
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void everyHazardAndIncidentHasItsRow() throws IOException {
    List<String> hazards = new ArrayList<>();
    int incidents = 0;
    for (String[] row : rows()) {
      String name = row[0].substring(2);
      if (name.matches("H\\d\\d")) {
        hazards.add(name);
      } else if (!name.equals("elsewhere")) {
        incidents++;
      }
    }
    assertEquals(IntStream.rangeClosed(1, 40).mapToObj("H%02d"::formatted).toList(), hazards);
    assertEquals(INCIDENTS, incidents);
  }

  @Test
  void everyTestExists() throws IOException {
    Map<String, List<Path>> classes = testClasses();
    List<String> missing = new ArrayList<>();
    for (String[] row : rows()) {
      if (row[0].equals("| elsewhere")) {
        continue;
      }
      int tests = 0;
      Matcher names = NAME.matcher(row[3]);
      while (names.find()) {
        tests++;
        if (!exists(names.group(1), classes)) {
          missing.add(row[0] + ": " + names.group(1));
        }
      }
      assertTrue(tests > 0, () -> row[0] + " has no test");
    }
    assertEquals(List.of(), missing);
  }

  private static boolean exists(String name, Map<String, List<Path>> classes) throws IOException {
    Matcher test = TEST.matcher(name);
    if (!test.matches()) {
      return Files.exists(ROOT.resolve(name));
    }
    List<Path> files = new ArrayList<>(classes.getOrDefault(test.group(2), List.of()));
    if (test.group(1) != null) {
      files.removeIf(file -> !file.toString().contains(test.group(1).replace('.', '/')));
    }
    assertTrue(files.size() < 2, () -> name + " is any of " + files);
    if (files.isEmpty() || test.group(3) == null) {
      return !files.isEmpty();
    }
    String source = Files.readString(files.get(0));
    return Pattern.compile(
            "^  (?:void|Stream<DynamicTest>) " + test.group(3) + "\\(", Pattern.MULTILINE)
        .matcher(source)
        .find();
  }

  /** Source files by the names of their classes. */
  private static Map<String, List<Path>> testClasses() throws IOException {
    Map<String, List<Path>> classes = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve(SOURCES)).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .filter(file -> file.toString().endsWith("Test.java"))
                .forEach(
                    file ->
                        classes.computeIfAbsent(name(file), key -> new ArrayList<>()).add(file));
          }
        }
      }
    }
    return classes;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
