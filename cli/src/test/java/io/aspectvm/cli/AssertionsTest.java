package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No check is a Java assertion: nodes run without those. */
class AssertionsTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern ASSERTION = Pattern.compile("^\\s*assert[ (]", Pattern.MULTILINE);

  @Test
  void noSourceHasOne() throws IOException {
    List<Path> found = new ArrayList<>();
    int looked = 0;
    for (String module : List.of("wasm", "gas-injector", "runtime", "compiler", "cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          looked++;
          if (ASSERTION.matcher(Files.readString(file)).find()) {
            found.add(file);
          }
        }
      }
    }
    assertEquals(List.of(), found);
    assertEquals(true, looked > 300, looked + " files");
  }
}
