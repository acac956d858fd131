package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line, the right exit code, no stack trace, and no result, whatever is wrong. */
class BadInputTest {

  @TempDir Path folder;

  /** Each command that reads a module, up to the file. */
  private List<Object> command(String name, Path file) {
    return switch (name) {
      case "invoke" -> List.of(name, file, "f");
      case "compile", "instrument" -> List.of(name, file, "-o", folder.resolve("out"));
      case "join-point" -> List.of(name, "isOwner", file, "--input", ownerInput());
      default -> List.of(name, file);
    };
  }

  private Path ownerInput() {
    String sender = "{\"sender\": \"0x" + "00".repeat(20) + "\"}";
    return TestModules.write(folder.resolve("owner.json"), sender.getBytes(StandardCharsets.UTF_8));
  }

  private Cli.Result runOn(String command, Path file) {
    return run(command(command, file).toArray());
  }

  static Stream<String> commands() {
    return Stream.of(
        "run",
        "join-point",
        "scenario",
        "invoke",
        "compile",
        "verify",
        "validate",
        "inspect",
        "instrument",
        "spec");
  }

  static Stream<String> moduleCommands() {
    return commands().filter(command -> !Set.of("spec", "scenario", "verify").contains(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void missingFile(String command) {
    Path file = folder.resolve("none.wasm");
    runOn(command, file).fails(1, file + ": cannot be ", "no such file");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void folderInsteadOfFile(String command) {
    runOn(command, folder).fails(1, folder + ": cannot be read, it is a folder");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void unreadableFile(String command) throws IOException {
    Path file = Files.write(folder.resolve("secret.wasm"), TestModules.add());
    assertTrue(file.toFile().setReadable(false));
    assumeFalse(Files.isReadable(file), "this user reads everything");
    runOn(command, file).fails(1, file + ": cannot be ", "permission denied");
  }

  @ParameterizedTest
  @MethodSource("moduleCommands")
  void emptyFile(String command) throws IOException {
    Path file = Files.createFile(folder.resolve("empty.wasm"));
    runOn(command, file).fails(1, file + ": the file is empty");
  }

  @ParameterizedTest
  @MethodSource("moduleCommands")
  void textFile(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("add.wat"), "(module\n  (func))\n;; ä");
    runOn(command, file).fails(1, file + ": this is text");
  }

  @ParameterizedTest
  @MethodSource("moduleCommands")
  void truncatedModule(String command) throws IOException {
    byte[] module = Files.readAllBytes(example("hello"));
    for (int length : List.of(1, 4, 7, 9, 100, module.length / 2, module.length - 1)) {
      Path file = Files.write(folder.resolve("cut.wasm"), Arrays.copyOf(module, length));
      runOn(command, file).fails(1, file + ": malformed: ", "offset 0x");
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @ParameterizedTest
  @MethodSource("moduleCommands")
  void otherBytes(String command) {
    byte[] noise = new byte[1000];
    new Random(7).nextBytes(noise);
    Path file = TestModules.write(folder.resolve("noise.wasm"), noise);
    runOn(command, file).fails(1, file + ": malformed: magic header not detected");
  }

  @ParameterizedTest
  @MethodSource("moduleCommands")
  void invalidModule(String command) {
    CodeWriter code = new CodeWriter().add(Opcode.I32_CONST, 1);
    Path file = TestModules.write(folder.resolve("invalid.wasm"), TestModules.doing(code));
    List<Object> arguments = new ArrayList<>(command(command, file));
    arguments.addAll(List.of("--profile", "wasm"));
    run(arguments.toArray()).fails(1, file + ": invalid: type mismatch", "func 0 'f'", "offset");
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "invoke", "compile", "validate", "inspect", "instrument"})
  void profileThatForbidsIt(String command) {
    CodeWriter code = new CodeWriter().add(Opcode.F32_CONST, 0).add(Opcode.DROP);
    Path file = TestModules.write(folder.resolve("floats.wasm"), TestModules.doing(code));
    List<Object> arguments = new ArrayList<>(command(command, file));
    arguments.addAll(List.of("--profile", "aspect"));
    Cli.Result result = run(arguments.toArray());
    result.fails(1, file + ": ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void unknownOption(String command) {
    List<Object> words = new ArrayList<>(command(command, example("hello")));
    words.add("--nonsense");
    run(words.toArray())
        .fails(2, command + ": unknown option: '--nonsense'", "aspectvm " + command + " --help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void missingArguments(String command) {
    run(command).fails(2, command + ": missing ", "aspectvm " + command + " --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--profile", "--schedule"})
  void unknownWord(String option) {
    run("inspect", example("hello"), option, "nonsense")
        .fails(2, "inspect: invalid value for option '" + option + "'", "none of");
  }

  @Test
  void unknownIsolation() {
    run("run", example("hello"), "--isolation", "CLASS_LOADER")
        .fails(2, "run: ", "none of class-loader, instance, strict");
  }

  @Test
  void unknownCommand() {
    run("frobnicate", "x").fails(2, "unknown command 'frobnicate'; see 'aspectvm --help'");
    run("--frobnicate").fails(2, "unknown option '--frobnicate'; see 'aspectvm --help'");
    run().fails(2, "missing command");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32:abc",
        "i32:",
        "i32:2147483648",
        "i32:-2147483649",
        "u64:-1",
        "u64:18446744073709551616",
        "bool:yes",
        "bytes:abc",
        "bytes:zz",
        "i8:1",
        "Alice",
        ":",
        "i64:1.5",
        "i32: 1",
        "string"
      })
  void argumentThatDoesNotParse(String argument) {
    run("run", example("values"), "--arg", argument)
        .fails(2, "run: invalid value for option '--arg'", "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i32:abc",
        "i32:4294967296",
        "i32:-2147483649",
        "i64:18446744073709551616",
        "f32:1f",
        "f32:0x100000000",
        "f64:NaN",
        "f64:1e400",
        "f32:1e39",
        "string:a",
        "1",
        "f64:",
        "i32:0x"
      })
  void rawArgumentThatDoesNotParse(String argument) {
    run("invoke", example("values"), "echoInt32", argument)
        .fails(2, "invoke: '", "; see 'aspectvm invoke --help'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "1.5", "18446744073709551616", "-9223372036854775809", "1 "})
  void gasThatDoesNotParse(String gas) {
    run("run", example("hello"), "--gas", gas).fails(2, "run: invalid value for option '--gas'");
    run("invoke", example("hello"), "greet", "--gas", gas).fails(2, "invoke: invalid value");
  }

  @Test
  void unknownExport() {
    run("invoke", example("hello"), "no\nsuch")
        .fails(1, example("hello") + ": no function", "u{a}");
    run("invoke", example("hello"), "memory").fails(1, example("hello") + ": no function");
  }

  @Test
  void argumentsOfOtherTypes() {
    run("invoke", example("hello"), "greet", "i64:1")
        .fails(1, example("hello") + ": 'greet' takes i32, arguments given: i64");
    run("invoke", example("hello"), "greet").fails(1, example("hello") + ": 'greet' takes i32");
  }

  @Test
  void batchAndFileTogether() {
    run("invoke", "--batch", "x.jsonl", example("hello"), "greet").fails(2, "invoke: --batch");
  }

  @Test
  void missingHostClass() {
    run("run", example("hello"), "--host", "com.example.None")
        .fails(1, "com.example.None: host class not found; --classpath");
    run("run", example("hello"), "--host", "com.example.None", "--classpath", folder)
        .fails(1, "com.example.None: host class not found on " + folder);
    run("run", example("hello"), "--host", "java.lang.String")
        .fails(1, "java.lang.String: host class refused");
    run("run", example("hello"), "--host", "x", "--classpath", folder.resolve("none"))
        .fails(1, folder.resolve("none") + ": no such file or folder");
  }

  @Test
  void artefactWhereAModuleIsWanted() {
    Path artefact = folder.resolve("hello.aspect");
    run("compile", example("hello"), "-o", artefact).done();
    for (String command : List.of("invoke", "compile", "validate", "instrument")) {
      runOn(command, artefact).fails(1, artefact + ": this is an artefact");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "join-point", "verify", "inspect"})
  void damagedArtefact(String command) throws IOException {
    Path artefact = folder.resolve("hello.aspect");
    run("compile", example("hello"), "-o", artefact).done();
    byte[] bytes = Files.readAllBytes(artefact);
    Path damaged = folder.resolve("damaged.aspect");
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    runOn(command, damaged).fails(1, damaged + ": artefact refused (damaged): ");
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 1));
    runOn(command, damaged).fails(1, damaged + ": artefact refused (truncated): ");
  }

  @Test
  void outputThatCannotBeWritten() {
    Path nowhere = folder.resolve("none/out");
    for (String command : List.of("compile", "instrument")) {
      run(command, example("hello"), "-o", nowhere)
          .fails(1, nowhere + ": cannot be written, no such");
      run(command, example("hello"), "-o", folder)
          .fails(1, folder + ": cannot be written, it is a folder");
    }
  }

  @Test
  void scriptThatIsNone() throws IOException {
    Path script = Files.writeString(folder.resolve("a.json"), "(module)");
    Cli.Result result = run("spec", script);
    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith("aspectvm: " + script + ": no JSON"), result.err());
    Files.writeString(script, "{");
    run("spec", script).fails(1, script + ": no JSON", "(start marker at line: 1, column: 1)");
    Files.writeString(script, "{}");
    assertTrue(run("spec", script).err().contains("no list of commands"));
  }

  @Test
  void fileNamesCannotForgeLines() {
    run("validate", folder.resolve("a\naspectvm: all is well\u001b[0m"))
        .fails(1, folder + "/a\\naspectvm: all is well\\u{1b}[0m: cannot be read");
  }

  @Test
  void stackTraceIfAskedFor() {
    Cli.Result result = run("validate", folder.resolve("none"), "--debug");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().lines().count() > 3, result.err());
    assertTrue(result.err().contains("NoSuchFileException"), result.err());
  }
}
