package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command says the same, to the byte, where digits or letters are others. */
class LocaleTest {

  private static final Locale USUAL = Locale.getDefault();
  private static final TimeZone USUAL_ZONE = TimeZone.getDefault();

  @TempDir Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(USUAL);
    TimeZone.setDefault(USUAL_ZONE);
  }

  /** The locales are such that a mistake shows. */
  @Test
  void localesFormatDifferently() {
    assertNotEquals("7", String.format(Locale.forLanguageTag("ar-EG-u-nu-arab"), "%d", 7));
    assertNotEquals("7", String.format(Locale.forLanguageTag("th-TH-u-nu-thai"), "%d", 7));
    assertNotEquals("i", "I".toLowerCase(Locale.forLanguageTag("tr-TR")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "th-TH-u-nu-thai", "tr-TR", "de-DE"})
  void saysTheSame(String tag) throws IOException {
    Locale.setDefault(Locale.ROOT);
    List<Cli.Result> expected = runAll();
    Locale.setDefault(Locale.forLanguageTag(tag));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    assertEquals(expected, runAll());
  }

  /** Results, messages and refusals with numbers in them, for people and as JSON. */
  private List<Cli.Result> runAll() throws IOException {
    List<Cli.Result> results = new ArrayList<>();
    for (List<Object> command : commands()) {
      results.add(Cli.run(command.toArray()));
      List<Object> json = new ArrayList<>(command);
      json.add(1, "--json");
      results.add(Cli.run(json.toArray()));
    }
    return results;
  }

  private List<List<Object>> commands() throws IOException {
    Path hello = Cli.example("hello");
    Path add = TestModules.write(folder.resolve("add.wasm"), TestModules.add());
    Path echo = TestModules.write(folder.resolve("echo.wasm"), TestModules.echo());
    Path invalid =
        TestModules.write(
            folder.resolve("invalid.wasm"),
            TestModules.of("f", List.of(), List.of(), code(Opcode.I32_ADD)));
    Path traps =
        TestModules.write(
            folder.resolve("traps.wasm"),
            TestModules.of("f", List.of(), List.of(), code(Opcode.UNREACHABLE)));
    byte[] artefact = artefact(hello);
    Path cut = Files.write(folder.resolve("cut.aspect"), Arrays.copyOf(artefact, 1_234));
    Path other = Files.write(folder.resolve("other.aspect"), withVersion(artefact, 77));
    return List.of(
        List.of("run", hello, "--call", "greet", "--arg", "string:Alice"),
        List.of("run", hello, "--call", "greet", "--arg", "string:Alice", "--gas", 1_234),
        List.of("inspect", hello),
        List.of("inspect", cut),
        List.of("inspect", other),
        List.of("validate", hello),
        List.of("validate", invalid),
        List.of("invoke", echo, "f32", "f32:1.5"),
        List.of("invoke", echo, "f64", "f64:-1234567.25"),
        List.of("invoke", add, "add", "i32:1"),
        List.of("invoke", add, "add", "i32:1", "i32:99999999999"),
        List.of("invoke", traps, "f"),
        List.of("spec", script()));
  }

  private static CodeWriter code(Opcode opcode) {
    return new CodeWriter().add(opcode);
  }

  private byte[] artefact(Path wasm) throws IOException {
    Path file = folder.resolve("hello.aspect");
    Cli.run("compile", wasm, "-o", file);
    return Files.readAllBytes(file);
  }

  /** The version of the format is the number behind the eight bytes of magic. */
  private static byte[] withVersion(byte[] artefact, int version) {
    byte[] changed = artefact.clone();
    ByteBuffer.wrap(changed).putInt(8, version);
    return changed;
  }

  /** A script whose only assertion fails. */
  private Path script() throws IOException {
    TestModules.write(folder.resolve("script.wasm"), TestModules.add());
    String text =
        """
        {"source_filename": "script.wast", "commands": [
          {"type": "module", "line": 1, "filename": "script.wasm"},
          {"type": "assert_return", "line": 1234,
           "action": {"type": "invoke", "field": "add",
             "args": [{"type": "i32", "value": "12"}, {"type": "i32", "value": "30"}]},
           "expected": [{"type": "i32", "value": "43"}]}]}
        """;
    return Files.writeString(folder.resolve("script.json"), text, StandardCharsets.UTF_8);
  }
}
