package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

  private static final List<String> FIELDS =
      List.of(
          "outcome",
          "value",
          "gasLeft",
          "gasUsed",
          "wasmGasUsed",
          "trap",
          "error",
          "revert",
          "revertHex",
          "logs",
          "aborts",
          "stack");

  @TempDir Path folder;

  /** The example of the README. */
  @Test
  void greets() {
    Cli.Result result = run("run", example("hello"), "--call", "greet", "--arg", "string:Alice");
    List<String> lines = result.done().out().lines().toList();
    assertEquals("value     string \"Hello, Alice!\"", lines.get(0));
    assertTrue(lines.get(1).matches("gas used  1,\\d{3} of 1,000,000 EVM gas \\(.* WASM gas\\)"));
    assertTrue(lines.get(2).matches("log       hello: \\d+ WASM gas left"), lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void hasTheFieldsOfTheContract() {
    Cli.Result result =
        run("run", example("hello"), "--call", "greet", "--arg", "string:Alice", "--json").done();
    assertEquals(FIELDS, result.fields());
    JsonNode json = result.json();
    assertEquals("value", json.get("outcome").textValue());
    assertEquals("{\"type\":\"string\",\"value\":\"Hello, Alice!\"}", json.get("value").toString());
    assertTrue(json.get("gasLeft").isIntegralNumber());
    assertEquals(1_000_000, json.get("gasLeft").longValue() + json.get("gasUsed").longValue());
    assertEquals(json.get("gasUsed").longValue(), json.get("wasmGasUsed").longValue() / 1000 + 1);
    assertTrue(json.get("trap").isNull());
    assertTrue(json.get("revert").isNull());
    assertEquals(1, json.get("logs").size());
    assertEquals(0, json.get("stack").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"class-loader", "instance", "strict"})
  void isTheSameUnderEachIsolation(String isolation) {
    JsonNode json =
        run(
                "run",
                example("merkle"),
                "--call",
                "keccak256",
                "--arg",
                "bytes:616263",
                "--json",
                "--isolation",
                isolation)
            .done()
            .json();
    assertEquals(
        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
        json.get("value").get("value").textValue());
    assertEquals(3_292, json.get("gasUsed").longValue());
  }

  @Test
  void guestThatTraps() {
    Cli.Result result =
        run("run", example("values"), "--call", "echoInt32", "--arg", "u64:3", "--json");
    assertEquals(1, result.exitCode());
    assertEquals("", result.err());
    JsonNode json = result.json();
    assertEquals("error", json.get("outcome").textValue());
    assertEquals("unreachable", json.get("trap").textValue());
    assertEquals(
        "method echoInt32 execution fail, err: unreachable: unreachable",
        json.get("error").textValue());
    JsonNode abort = json.get("aborts").get(0);
    assertEquals("value of another type expected", abort.get("message").textValue());
    assertEquals("aspects/lib/value.ts", abort.get("fileName").textValue());
    assertTrue(json.get("stack").get(1).textValue().matches("echoInt32 @\\d+"), json.toString());
    Cli.Result text = run("run", example("values"), "--call", "echoInt32", "--arg", "u64:3");
    assertEquals(1, text.exitCode());
    assertTrue(text.out().startsWith("outcome   error\n"), text.out());
  }

  /** The table of aspect-abi, section 7, and its recommended choice for negative gas. */
  @ParameterizedTest
  @CsvSource({
    "0, init-failed, out of gas",
    "1, init-failed, out of gas",
    "10, out-of-gas, out of gas",
    "-1, out-of-gas, out of gas",
    "-9223372036854775808, out-of-gas, out of gas",
    "18446744073709551615, out-of-gas, out of gas",
    "9223372036854775808, out-of-gas, out of gas",
    "9223372036854776, init-failed,",
    "9223372036854775807, init-failed,",
    "9223372036854775, value,",
  })
  void gas(String gas, String outcome, String trap) {
    Cli.Result result =
        run(
            "run",
            example("hello"),
            "--call",
            "greet",
            "--arg",
            "string:x",
            "--gas",
            gas,
            "--json");
    JsonNode json = result.json();
    assertEquals(outcome, json.get("outcome").textValue());
    assertEquals(trap, json.get("trap").textValue());
    assertEquals(outcome.equals("value") ? 0 : 1, result.exitCode());
    if (!outcome.equals("value")) {
      assertEquals(0, json.get("gasLeft").longValue());
      assertTrue(json.get("wasmGasUsed").isNull());
    }
  }

  @Test
  void tooMuchGasIsNamed() {
    JsonNode json = run("run", example("hello"), "--gas", "9223372036854776", "--json").json();
    assertEquals("aspect init failed, gas overflow", json.get("error").textValue());
  }

  @Test
  void exportThatIsMissing() {
    JsonNode json = run("run", example("hello"), "--call", "none", "--json").json();
    assertEquals("error", json.get("outcome").textValue());
    assertEquals("method none does not exist", json.get("error").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "missing, env, nothing, no registered host module offers it",
    "mistyped, env, abort, has type () -> ()",
  })
  void moduleThatCannotBeLinked(String name, String module, String field, String reason) {
    Path file =
        TestModules.write(folder.resolve(name + ".wasm"), TestModules.importing(module, field));
    Cli.Result result = run("run", file, "--call", "f", "--json");
    result.complains(1, file + ": unloadable: ", reason);
    JsonNode json = result.json();
    assertEquals(FIELDS, result.fields());
    assertEquals("unloadable", json.get("outcome").textValue());
    assertEquals(1_000_000, json.get("gasLeft").longValue());
    assertEquals(0, json.get("gasUsed").longValue());
    assertTrue(
        json.get("error").textValue().startsWith("unable to instantiate wasm module: "),
        json.toString());
    run("run", file, "--call", "f").fails(1, file + ": unloadable: ", reason);
    run("invoke", file, "f").fails(1, file + ": unloadable: ", reason);
  }

  @Test
  void memoryAboveTheLimit() {
    byte[] bytes = memory(513);
    Path file = TestModules.write(folder.resolve("large.wasm"), bytes);
    Cli.Result result = run("run", file, "--profile", "aspect", "--json");
    result.complains(1, file + ": unloadable: ");
    assertEquals("unloadable", result.json().get("outcome").textValue());
    Path fits = TestModules.write(folder.resolve("fits.wasm"), memory(512));
    assertEquals(
        "error", run("run", fits, "--profile", "aspect", "--json").json().get("outcome").asText());
    Path huge = TestModules.write(folder.resolve("huge.wasm"), memory(32_768));
    assertEquals("unloadable", run("run", huge, "--json").json().get("outcome").textValue());
  }

  private static byte[] memory(int pages) {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(pages, -1);
    int start =
        module.function(
            module.type(List.of(), List.of()), new CodeWriter().add(Opcode.NOP).add(Opcode.END));
    return module.export("__aspect_start__", ExternalKind.FUNCTION, start).toByteArray();
  }

  @Test
  void startSectionRunsAsExport() {
    ModuleBuilder module = new ModuleBuilder();
    int start =
        module.function(
            module.type(List.of(), List.of()),
            new CodeWriter().add(Opcode.UNREACHABLE).add(Opcode.END));
    module.export("f", ExternalKind.FUNCTION, start).start(start);
    Path file = TestModules.write(folder.resolve("start.wasm"), module.toByteArray());
    JsonNode json = run("run", file, "--json").json();
    assertEquals("init-failed", json.get("outcome").textValue());
    assertEquals("unreachable", json.get("trap").textValue());
  }

  @Test
  void joinPointIsTheFirstTextThatNamesOne() {
    // util-api and state are usable everywhere; the block number is what --block says.
    JsonNode json =
        run("run", example("counter"), "--arg", "string:operation", "--arg", "bytes:", "--json")
            .json();
    assertEquals("value", json.get("outcome").textValue(), json.toString());
    run("run", example("counter"), "--join-point", "nowhere")
        .fails(2, "run: ", "none of verifyTx, preTxExecute");
  }

  @Test
  void hostFunctionsOfTheUsersOwn() {
    Path file =
        TestModules.write(folder.resolve("own.wasm"), TestModules.importing("test-api", "count"));
    run("run", file, "--call", "f").complains(1, file + ": unloadable: ");
    run("invoke", file, "f", "--host", TestHost.class.getName()).done();
  }

  @Test
  void artefactRunsLikeItsModule() {
    Path artefact = folder.resolve("hello.aspect");
    run("compile", example("hello"), "-o", artefact).done();
    Cli.Result ofModule =
        run("run", example("hello"), "--call", "greet", "--arg", "string:x", "--json");
    Cli.Result ofArtefact = run("run", artefact, "--call", "greet", "--arg", "string:x", "--json");
    assertEquals(ofModule.done(), ofArtefact.done());
    run(
            "run",
            artefact,
            "--call",
            "greet",
            "--profile",
            "aspect",
            "--schedule",
            "artela-current",
            "--arg",
            "string:x")
        .done();
    run("run", artefact, "--profile", "wasm").fails(1, artefact + ": artefact refused (stale)");
    run("run", artefact, "--schedule", "hardened")
        .fails(1, artefact + ": artefact refused (stale)");
  }

  @Test
  void scheduleChangesTheGas() {
    long current = gasUsed("artela-current");
    long legacy = gasUsed("artela-legacy");
    assertTrue(legacy < current, legacy + " of " + current);
  }

  private static long gasUsed(String schedule) {
    return run(
            "run",
            example("merkle"),
            "--call",
            "keccak256",
            "--arg",
            "bytes:",
            "--json",
            "--schedule",
            schedule)
        .done()
        .json()
        .get("wasmGasUsed")
        .longValue();
  }
}
