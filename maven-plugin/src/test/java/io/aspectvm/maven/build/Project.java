package io.aspectvm.maven.build;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.host.HostModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A project in a folder of a test's, and how it is built. */
final class Project {

  static final Path EXAMPLES = Path.of("").toAbsolutePath().getParent().resolve("examples/wasm");

  final Path root;
  final Path sources;
  final Path artefacts;
  final List<String> log = new ArrayList<>();
  final List<AspectRule> rules = new ArrayList<>();
  final Map<Path, String> claims = new HashMap<>();
  List<SourceSet> sets;
  String profile = "aspect";
  String schedule = "artela-current";
  boolean facade;
  boolean force;
  boolean failOnWarnings;
  SigningKey key;

  Project(Path root) throws IOException {
    this.root = root;
    sources = Files.createDirectories(root.resolve("src/main/aspects"));
    artefacts = root.resolve("target/classes/META-INF/aspects");
    sets = List.of(new SourceSet(sources, List.of(), List.of(), false));
  }

  /** Puts an example into the sources. */
  Path add(String example, String name) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, Files.readAllBytes(EXAMPLES.resolve(example)));
    return file;
  }

  BuildPlan plan() throws BuildException {
    return BuildPlan.of(
        root, sets, new AspectDefaults(profile, schedule, HostModules.standard(), facade), rules);
  }

  String build() throws BuildException {
    return build("execution default", "default");
  }

  String build(String owner, String list) throws BuildException {
    BuildSettings settings =
        new BuildSettings(
            force,
            failOnWarnings,
            Duration.ofSeconds(5),
            Optional.ofNullable(key),
            Optional.of(Instant.EPOCH));
    BuildLayout layout =
        new BuildLayout(
            root,
            root.resolve("target/classes"),
            "META-INF/aspects",
            root.resolve("target/generated"),
            "example",
            root.resolve("target/aspectvm/" + list + ".outputs"));
    return new AspectBuild(layout, settings, buildLog()).run(plan(), claims, owner).toString();
  }

  /** The one line that a build fails with. */
  String failure() {
    return assertThrows(BuildException.class, this::build).getMessage();
  }

  BuildLog buildLog() {
    return new BuildLog() {
      @Override
      public void info(String line) {
        log.add(line);
      }

      @Override
      public void warn(String line) {
        log.add("warning: " + line);
      }

      @Override
      public void debug(String line) {
        log.add("debug: " + line);
      }
    };
  }

  /** All files below the target folder, relative to it, sorted. */
  List<String> files() throws IOException {
    Path target = root.resolve("target");
    if (!Files.exists(target)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(target)) {
      return all.filter(Files::isRegularFile)
          .map(file -> target.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
