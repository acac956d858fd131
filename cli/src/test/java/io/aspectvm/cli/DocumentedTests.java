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
import java.util.stream.Stream;

/**
 * Tables of a document whose last column names tests, in backquotes: classes below {@code
 * src/test/java} of any module, with a package or a method where that is meant, or files.
 */
final class DocumentedTests {

  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final String SOURCES = "src/test/java";
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("([\\w.]*\\.)?(\\w+Test)(?:\\.(\\w+))?");

  private static final Pattern EXTENDS =
      Pattern.compile("^(?:final )?class \\w+ extends (\\w+)", Pattern.MULTILINE);

  private DocumentedTests() {}

  /** Rows of all tables with this many columns; the heads are left out. */
  static List<List<String>> rows(String document, int columns) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(ROOT.resolve(document));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---");
      if (line.startsWith("| ") && !line.startsWith("| ---") && !head) {
        List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| "));
        assertEquals(columns, cells.size(), line);
        rows.add(cells);
      }
    }
    return rows;
  }

  /** Names in the last column that are nowhere. Every row has one at least. */
  static List<String> missing(List<List<String>> rows) throws IOException {
    Map<String, List<Path>> classes = testClasses();
    List<String> missing = new ArrayList<>();
    for (List<String> row : rows) {
      int tests = 0;
      Matcher names = NAME.matcher(row.get(row.size() - 1));
      while (names.find()) {
        tests++;
        if (!exists(names.group(1), classes)) {
          missing.add(row.get(0) + ": " + names.group(1));
        }
      }
      assertTrue(tests > 0, () -> row + " has no test");
    }
    return missing;
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
    return hasMethod(files.get(0), test.group(3), classes);
  }

  /** Whether a class has a test of this name, or inherits it. */
  private static boolean hasMethod(Path file, String name, Map<String, List<Path>> classes)
      throws IOException {
    String source = Files.readString(file);
    if (Pattern.compile("^  (?:void|Stream<DynamicTest>) " + name + "\\(", Pattern.MULTILINE)
        .matcher(source)
        .find()) {
      return true;
    }
    Matcher parent = EXTENDS.matcher(source);
    List<Path> files = parent.find() ? classes.getOrDefault(parent.group(1), List.of()) : List.of();
    return files.size() == 1 && hasMethod(files.get(0), name, classes);
  }

  /** Source files of tests, and of what they inherit from, by the names of their classes. */
  private static Map<String, List<Path>> testClasses() throws IOException {
    Map<String, List<Path>> classes = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve(SOURCES)).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files
                .filter(file -> file.toString().endsWith(".java"))
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
