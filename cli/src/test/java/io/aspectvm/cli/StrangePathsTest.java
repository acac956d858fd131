package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in folders that scripts and terminals stumble over (hazard H40). */
class StrangePathsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with spaces",
        "z\u00fcrich \u6771\u4eac",
        "$HOME ${x} %d",
        "quote's \"and\" `more`",
        "-o",
        "@file",
        "a;b&c|d",
        "not.a-Java.identifier!"
      })
  void filesAreFoundAndMadeThere(String name) throws IOException {
    Path strange = strange(name);
    Path wasm = strange.resolve(name + ".wasm");
    Files.copy(Cli.example("hello"), wasm);
    Path artefact = strange.resolve(name + ".aspect");
    assertTrue(Cli.run("compile", wasm, "-o", artefact).exitCode() == 0);
    assertEquals(0, Cli.run("validate", wasm).exitCode());
    assertEquals(0, Cli.run("verify", artefact).exitCode());
    String ofModule = Cli.run("run", wasm, "--call", "greet", "--arg", "string:Alice").done().out();
    assertTrue(ofModule.contains("Hello, Alice!"), ofModule);
    assertEquals(
        ofModule,
        Cli.run("run", artefact, "--call", "greet", "--arg", "string:Alice").done().out());
    try (var files = Files.list(strange)) {
      assertEquals(2, files.count(), "nothing else is left");
    }
  }

  private Path strange(String name) throws IOException {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (InvalidPathException e) {
      return abort("this system has no such names: " + e.getMessage());
    }
  }
}
