package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeCommandTest {

  private static final List<String> FIELDS =
      List.of("results", "trap", "gasUsed", "gasLeft", "stack");

  @TempDir Path folder;

  private Path module(byte[] bytes) {
    return TestModules.write(folder.resolve("module.wasm"), bytes);
  }

  @Test
  void hasTheFieldsOfTheContract() {
    Cli.Result result = run("invoke", module(TestModules.add()), "add", "i32:2", "i32:3", "--json");
    assertEquals(FIELDS, result.done().fields());
    JsonNode json = result.json();
    assertEquals("[\"i32:5\"]", json.get("results").toString());
    assertTrue(json.get("trap").isNull());
    assertEquals(Long.MAX_VALUE, json.get("gasUsed").longValue() + json.get("gasLeft").longValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"i32:-7", "i64:-7", "f32:0x7fa00001", "f64:0xfff0000000000001", "f32:0x80000000"})
  void valuesPassUnchanged(String value) {
    String export = value.substring(0, 3);
    Cli.Result result = run("invoke", module(TestModules.echo()), export, value, "--json");
    assertEquals(value, result.done().json().get("results").get(0).textValue());
  }

  @Test
  void textForPeople() {
    Cli.Result result = run("invoke", module(TestModules.echo()), "f32", "f32:1.5");
    List<String> lines = result.done().out().lines().toList();
    assertEquals("result    f32:0x3fc00000 = 1.5", lines.get(0));
    assertTrue(lines.get(1).matches("gas used  [\\d,]+ WASM gas"), lines.get(1));
  }

  @Test
  void runsOutOfGas() {
    Path module = module(TestModules.endless());
    for (String gas : List.of("0", "1", "100000", "-1", "18446744073709551615")) {
      Cli.Result result = run("invoke", module, "f", "--gas", gas, "--json");
      assertEquals(1, result.exitCode());
      assertEquals("out of gas", result.json().get("trap").textValue());
      assertEquals(-1, result.json().get("gasLeft").longValue());
      assertEquals(
          Math.max(0, Long.parseUnsignedLong(gas.equals("-1") ? "0" : gas)),
          result.json().get("gasUsed").longValue());
    }
  }

  @Test
  void traps() {
    Path module = module(TestModules.doing(new CodeWriter().add(Opcode.UNREACHABLE)));
    Cli.Result result = run("invoke", module, "f", "--json");
    assertEquals(1, result.exitCode());
    assertEquals("unreachable", result.json().get("trap").textValue());
    assertEquals("[\"f @1\"]", result.json().get("stack").toString().replaceAll("@\\d", "@1"));
    assertEquals("[]", result.json().get("results").toString());
  }

  @Test
  void hostThatFails() {
    Path module = module(TestModules.importing("test-api", "fail"));
    Cli.Result result = run("invoke", module, "f", "--json", "--host", TestHost.class.getName());
    assertEquals(1, result.exitCode());
    assertEquals("host error", result.json().get("trap").textValue());
  }

  /** From a folder that is not on the class path of this program. */
  @Test
  void hostClassOfAnotherClassPath() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("OwnHost.java"),
            """
            import io.aspectvm.runtime.host.HostImport;

            public class OwnHost {
              @HostImport(module = "test-api", field = "count", raw = true)
              public static void count() {}
            }
            """);
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-cp", System.getProperty("java.class.path"), source.toString()));
    Path module = module(TestModules.importing("test-api", "count"));
    run("invoke", module, "f", "--host", "OwnHost").fails(1, "OwnHost: host class not found");
    run("invoke", module, "f", "--host", "OwnHost", "--classpath", folder).done();
  }

  @Test
  void startFunctionDoesNotRunByItself() {
    Path module = module(TestModules.withStart());
    Cli.Result before = run("invoke", module, "f", "--json").done();
    assertEquals("[\"i32:0\"]", before.json().get("results").toString());
    run("invoke", module, "__aspect_start__").done();
  }

  @Test
  void manyCallsInOneFile() throws IOException {
    Files.write(folder.resolve("add.wasm"), TestModules.add());
    Files.write(folder.resolve("loop.wasm"), TestModules.endless());
    Path batch =
        Files.writeString(
            folder.resolve("calls.jsonl"),
            """
            {"file":"add.wasm","export":"add","args":["i32:1","i32:2"]}

            {"file":"loop.wasm","export":"f","gas":1000}
            {"file":"add.wasm","export":"add","args":["i32:-1","i32:1"],"gas":"5000","profile":"wasm"}
            """);
    Cli.Result result = run("invoke", "--batch", batch).done();
    List<String> lines = result.out().lines().toList();
    assertEquals(3, lines.size());
    lines.forEach(line -> assertEquals(FIELDS, Cli.fields(Cli.parse(line))));
    assertEquals("[\"i32:3\"]", Cli.parse(lines.get(0)).get("results").toString());
    assertEquals("out of gas", Cli.parse(lines.get(1)).get("trap").textValue());
    assertEquals("[\"i32:0\"]", Cli.parse(lines.get(2)).get("results").toString());
  }

  @Test
  void linesThatCannotBeProcessed() throws IOException {
    Files.write(folder.resolve("add.wasm"), TestModules.add());
    List<String> bad =
        List.of(
            "nonsense",
            "[]",
            "{\"file\":\"none.wasm\",\"export\":\"f\"}",
            "{\"file\":\"add.wasm\",\"export\":\"none\"}",
            "{\"file\":\"add.wasm\",\"export\":\"add\"}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"args\":\"i32:1\"}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"args\":[1, 2]}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"args\":[\"i32:1\",\"i32:x\"]}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"args\":[\"i32:1\",\"i32:1\"],\"gas\":1.5}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"schedule\":\"free\"}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"profile\":\"none\"}",
            "{\"file\":\"add.wasm\",\"export\":\"add\",\"more\":1}",
            "{\"file\":\"a\\u0000b\",\"export\":\"add\"}");
    List<String> calls = new ArrayList<>(bad);
    calls.add("{\"file\":\"add.wasm\",\"export\":\"add\",\"args\":[\"i32:1\",\"i32:2\"]}");
    Path batch = Files.write(folder.resolve("calls.jsonl"), calls);
    Cli.Result result = run("invoke", "--batch", batch);
    result.complains(1, batch + ": line 1: no JSON", "(and 12 lines more)");
    List<String> lines = result.out().lines().toList();
    assertEquals(calls.size(), lines.size());
    for (String line : lines.subList(0, bad.size())) {
      assertTrue(Cli.parse(line).get("error").isTextual(), line);
      assertTrue(Cli.parse(line).get("results").isNull(), line);
    }
    assertEquals("[\"i32:3\"]", Cli.parse(lines.get(bad.size())).get("results").toString());
  }

  /** The measured calls, each with plenty of gas, the exact amount, and one unit less. */
  @ParameterizedTest
  @ValueSource(strings = {"current", "legacy"})
  void gasVectors(String schedule) throws IOException {
    Path vectors = Cli.shared("gas-vectors/vectors.json");
    List<String> calls = new ArrayList<>();
    List<JsonNode> expected = new ArrayList<>();
    List<Long> limits = new ArrayList<>();
    for (JsonNode module : Cli.parse(Files.readString(vectors))) {
      Path file = folder.resolve(module.get("name").asText() + ".wasm");
      Files.write(file, Base64.getDecoder().decode(module.get("wasmBase64").asText()));
      for (JsonNode call : module.get("calls")) {
        long exact = Long.parseLong(call.get("gasUsed").get(schedule).asText());
        for (long gas : new long[] {Long.MAX_VALUE, exact, exact - 1}) {
          if (gas >= 0) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("file", file.toString()).put("export", call.get("export").asText());
            line.set("args", call.get("args"));
            line.put("gas", gas).put("schedule", "artela-" + schedule);
            calls.add(line.toString());
            expected.add(call);
            limits.add(gas);
          }
        }
      }
    }
    Path batch = Files.write(folder.resolve("calls.jsonl"), calls);
    List<String> lines =
        run("invoke", "--batch", batch, "--host", TestHost.class.getName())
            .done()
            .out()
            .lines()
            .toList();
    assertEquals(calls.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      check(expected.get(i), limits.get(i), schedule, Cli.parse(lines.get(i)));
    }
  }

  private static void check(JsonNode expected, long limit, String schedule, JsonNode actual) {
    long exact = Long.parseLong(expected.get("gasUsed").get(schedule).asText());
    String message = expected + " with " + limit + ": " + actual;
    if (limit < exact) {
      assertEquals("out of gas", actual.get("trap").textValue(), message);
      assertEquals(-1, actual.get("gasLeft").longValue(), message);
      return;
    }
    assertEquals(expected.get("trap").textValue(), actual.get("trap").textValue(), message);
    assertEquals(exact, actual.get("gasUsed").longValue(), message);
    assertEquals(limit - exact, actual.get("gasLeft").longValue(), message);
    if (expected.get("result").isTextual()) {
      assertEquals(expected.get("result"), actual.get("results").get(0), message);
    }
  }

  @Test
  void unlimitedGasIsTheDefault() {
    JsonNode json = run("invoke", example("merkle"), "hashChain", "i32:3", "--json").done().json();
    assertTrue(json.get("gasLeft").longValue() > Long.MAX_VALUE / 2);
  }
}
