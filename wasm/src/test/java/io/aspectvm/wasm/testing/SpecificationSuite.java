package io.aspectvm.wasm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The specification's tests, converted to JSON scripts and binary modules. They are not part of the
 * project: the system property {@code aspectvm.shared} names their directory, or it is found beside
 * a parent directory.
 */
public final class SpecificationSuite {

  private final Path directory;

  private SpecificationSuite(Path directory) {
    this.directory = directory;
  }

  /** A module that a script expects to be valid, invalid or malformed, in binary form. */
  public record Case(String type, Path module, String text) {}

  /** The suite of this name; empty where the data is not there. */
  public static Optional<SpecificationSuite> find(String name) {
    return shared()
        .map(shared -> shared.resolve("spec-tests").resolve(name))
        .filter(Files::isDirectory)
        .map(SpecificationSuite::new);
  }

  private static Optional<Path> shared() {
    String property = System.getProperty("aspectvm.shared");
    if (property != null && Files.isDirectory(Path.of(property))) {
      return Optional.of(Path.of(property));
    }
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      if (Files.isDirectory(directory.resolve("shared/spec-tests"))) {
        return Optional.of(directory.resolve("shared"));
      }
      directory = directory.getParent();
    }
    return Optional.empty();
  }

  /** The scripts, by name. */
  public List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** The modules of a script that there is something to say about before they are linked. */
  public List<Case> cases(Path script) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode command : new ObjectMapper().readTree(script.toFile()).get("commands")) {
      String type = command.get("type").asText();
      boolean binary = !command.path("module_type").asText("binary").equals("text");
      if (binary && command.has("filename")) {
        Path module = directory.resolve(command.get("filename").asText());
        cases.add(new Case(type, module, command.path("text").asText()));
      }
    }
    return cases;
  }
}
