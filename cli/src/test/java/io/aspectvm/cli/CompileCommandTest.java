package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {

  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void hasTheFieldsOfTheContract() throws IOException {
    Path artefact = folder.resolve("hello.aspect");
    Cli.Result result = run("compile", example("hello"), "-o", artefact, "--json").done();
    assertEquals(
        List.of("artefact", "identity", "bytes", "classes", "largestMethod", "millis"),
        result.fields());
    JsonNode json = result.json();
    assertEquals(artefact.toString(), json.get("artefact").textValue());
    assertTrue(json.get("identity").textValue().matches("[0-9a-f]{64}"), json.toString());
    assertEquals(Files.size(artefact), json.get("bytes").longValue());
    assertTrue(json.get("largestMethod").intValue() <= 8_000, json.toString());
    assertEquals(List.of(artefact), files());
  }

  @Test
  void givesTheSameBytesEachTime() throws IOException {
    Path first = folder.resolve("first.aspect");
    Path second = folder.resolve("second.aspect");
    run("compile", example("guard"), "-o", first).done();
    run("compile", example("guard"), "--output", second, "--profile", "aspect").done();
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    run("compile", example("guard"), "-o", second, "--schedule", "hardened").done();
    assertTrue(Files.mismatch(first, second) >= 0);
  }

  @Test
  void refusesWhatTheChainRefuses() throws IOException {
    Path module = TestModules.write(folder.resolve("add.wasm"), TestModules.add());
    Path artefact = folder.resolve("add.aspect");
    run("compile", module, "-o", artefact).fails(1, module + ": invalid: aspect entrypoint");
    assertEquals(List.of(module), files());
    run("compile", module, "-o", artefact, "--profile", "wasm").done();
  }

  @Test
  void keepsTheOldFileWhereItFails() throws IOException {
    Path module = TestModules.write(folder.resolve("add.wasm"), TestModules.add());
    Path artefact = Files.writeString(folder.resolve("add.aspect"), "old");
    run("compile", module, "-o", artefact).fails(1, module + ": invalid: ");
    assertEquals("old", Files.readString(artefact));
    assertEquals(List.of(artefact, module), files());
  }

  @Test
  void writesThroughLinks() throws IOException {
    Path target = Files.writeString(folder.resolve("target.aspect"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.aspect"), target);
    run("compile", example("hello"), "-o", link).done();
    assertTrue(Files.isSymbolicLink(link));
    run("inspect", target).done();
  }

  /** There may be no other copy. */
  @Test
  void neverReplacesTheSigningKey() throws IOException {
    Path key = folder.resolve("key");
    run("keygen", "-o", key).done();
    String pem = Files.readString(key);
    Path link = Files.createSymbolicLink(folder.resolve("link"), key);
    for (Path output : List.of(key, link)) {
      run("compile", example("hello"), "-o", output, "--sign", key)
          .fails(1, output + ": cannot be written, it is the signing key");
    }
    assertEquals(pem, Files.readString(key));
  }

  @Test
  void writesFilesOfLongNames() throws IOException {
    Path artefact = folder.resolve("a".repeat(240) + ".aspect");
    run("compile", example("hello"), "-o", artefact).done();
    assertEquals(List.of(artefact), files());
  }

  @Test
  void canReplaceItsInput() {
    Path module = TestModules.write(folder.resolve("add.wasm"), TestModules.add());
    run("instrument", module, "-o", module).done();
    run("validate", "--profile", "wasm", module)
        .fails(1, module + ": invalid: reserved export name");
  }

  @Test
  void warnsOfImportsThatNobodyOffers() {
    Path module =
        TestModules.write(folder.resolve("own.wasm"), TestModules.importing("test-api", "count"));
    Path artefact = folder.resolve("own.aspect");
    Cli.Result result = run("compile", module, "-o", artefact, "--profile", "wasm");
    assertEquals(0, result.exitCode());
    assertTrue(
        result.err().startsWith("aspectvm: " + module + ": warning: import test-api count"),
        result.err());
    run("compile", module, "-o", artefact, "--profile", "wasm", "--host", TestHost.class.getName())
        .done();
    run("run", artefact, "--call", "f").complains(1, artefact + ": unloadable: ");
  }
}
