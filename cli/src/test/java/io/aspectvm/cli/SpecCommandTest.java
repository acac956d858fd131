package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runner of scripts: what it counts, what it skips, and that it does see failures. */
class SpecCommandTest {

  private static final List<ValueType> NOTHING = List.of();

  @TempDir Path folder;

  @BeforeEach
  void modules() throws IOException {
    Files.write(folder.resolve("add.wasm"), TestModules.add());
    Files.write(folder.resolve("echo.wasm"), TestModules.echo());
    Files.write(folder.resolve("start.wasm"), TestModules.withStart());
    Files.write(
        folder.resolve("trap.wasm"), TestModules.doing(new CodeWriter().add(Opcode.UNREACHABLE)));
    Files.write(
        folder.resolve("recursion.wasm"), TestModules.doing(new CodeWriter().add(Opcode.CALL, 0)));
    Files.write(
        folder.resolve("invalid.wasm"),
        TestModules.doing(new CodeWriter().add(Opcode.I32_CONST, 1)));
    Files.write(folder.resolve("malformed.wasm"), new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0});
    Files.write(folder.resolve("print.wasm"), TestModules.importing("spectest", "print"));
    Files.write(folder.resolve("unknown.wasm"), TestModules.importing("spectest", "none"));
    Files.write(folder.resolve("mistyped.wasm"), TestModules.importing("spectest", "print_i32"));
    Files.write(folder.resolve("importer.wasm"), TestModules.importing("other", "f"));
    Files.write(
        folder.resolve("tailcall.wasm"), TestModules.doing(new CodeWriter().raw(0x12, 0x00)));
  }

  private Cli.Result spec(String... commands) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("script.json"),
            "{\"source_filename\":\"script.wast\",\"commands\":["
                + String.join(",", commands)
                + "]}");
    return run("spec", script, "--json");
  }

  private static String module(String name) {
    return "{\"type\":\"module\",\"line\":1,\"filename\":\"" + name + ".wasm\"}";
  }

  private static String refused(String type, String name, String text) {
    return "{\"type\":\"%s\",\"line\":2,\"filename\":\"%s.wasm\",\"text\":\"%s\",\"module_type\":\"binary\"}"
        .formatted(type, name, text);
  }

  private static String call(String type, String field, String args, String rest) {
    return "{\"type\":\"%s\",\"line\":3,\"action\":{\"type\":\"invoke\",\"field\":\"%s\",\"args\":[%s]},%s}"
        .formatted(type, field, args, rest);
  }

  private static String value(String type, String value) {
    return "{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}";
  }

  private static String returns(String field, String args, String expected) {
    return call("assert_return", field, args, "\"expected\":[" + expected + "]");
  }

  private static String traps(String field, String text) {
    return call("assert_trap", field, "", "\"text\":\"" + text + "\",\"expected\":[]");
  }

  private static void assertTotals(int passed, int failed, int skipped, Cli.Result result) {
    assertEquals(failed == 0 ? 0 : 1, result.exitCode());
    assertEquals(List.of("files", "totals"), result.fields());
    assertEquals(
        "{\"passed\":%d,\"failed\":%d,\"skipped\":%d}".formatted(passed, failed, skipped),
        result.json().get("totals").toString(),
        result.out());
    JsonNode file = result.json().get("files").get(0);
    assertEquals(List.of("file", "passed", "failed", "skipped", "failures"), Cli.fields(file));
    assertEquals(failed, file.get("failures").size());
  }

  private static String firstFailure(Cli.Result result) {
    JsonNode failure = result.json().get("files").get(0).get("failures").get(0);
    return failure.get("line")
        + " "
        + failure.get("command").asText()
        + " "
        + failure.get("message").asText();
  }

  @Test
  void everyAssertionThatHolds() throws IOException {
    assertTotals(
        11,
        0,
        0,
        spec(
            module("add"),
            returns("add", value("i32", "2") + "," + value("i32", "4294967295"), value("i32", "1")),
            module("start"),
            returns("f", "", value("i32", "7")),
            module("trap"),
            traps("f", "unreachable"),
            module("recursion"),
            call("assert_exhaustion", "f", "", "\"text\":\"call stack exhausted\""),
            refused("assert_invalid", "invalid", "type mismatch"),
            refused("assert_malformed", "malformed", "unknown binary version"),
            refused("assert_unlinkable", "unknown", "unknown import"),
            refused("assert_unlinkable", "mistyped", "incompatible import type"),
            module("print"),
            call("action", "f", "", "\"expected\":[]"),
            module("echo"),
            returns("f32", value("f32", "2143289344"), value("f32", "nan:canonical")),
            returns("f64", value("f64", "9221120237041090561"), value("f64", "nan:arithmetic")),
            returns(
                "i32",
                value("i32", "5"),
                "{\"type\":\"either\",\"values\":["
                    + value("i32", "4")
                    + ","
                    + value("i32", "5")
                    + "]}")));
  }

  @ParameterizedTest
  @CsvSource({
    "i32, 5, 6",
    "i64, 5, 6",
    "f32, 2143289345, nan:canonical",
    "f32, 2141192192, nan:arithmetic",
    "f32, 0, nan:arithmetic",
    "f32, 0, 2147483648",
    "f64, 9221120237041090561, nan:canonical",
    "f64, 9219994337134247936, nan:arithmetic",
  })
  void otherResult(String type, String actual, String expected) throws IOException {
    Cli.Result result =
        spec(module("echo"), returns(type, value(type, actual), value(type, expected)));
    assertTotals(0, 1, 0, result);
    assertTrue(firstFailure(result).startsWith("3 assert_return " + type), result.out());
  }

  @Test
  void eachKindOfFailure() throws IOException {
    assertFails("no function is exported", module("add"), returns("none", "", ""));
    assertFails("expected [], got [i32:7]", module("start"), returns("f", "", ""));
    assertFails("expected [i64:7]", module("start"), returns("f", "", value("i64", "7")));
    assertFails("got the trap 'unreachable'", module("trap"), returns("f", "", ""));
    assertFails(
        "expected the trap 'integer overflow'", module("trap"), traps("f", "integer overflow"));
    assertFails("got []", module("print"), traps("f", "unreachable"));
    assertFails(
        "expected exhaustion",
        module("trap"),
        call("assert_exhaustion", "f", "", "\"text\":\"call stack exhausted\""));
    assertFails("got the trap", module("trap"), call("action", "f", "", "\"expected\":[]"));
    assertFails("accepted", refused("assert_invalid", "add", "type mismatch"));
    assertFails("refused as malformed", refused("assert_invalid", "malformed", "type mismatch"));
    assertFails("refused as invalid", refused("assert_malformed", "invalid", "x"));
    assertFails("linked", refused("assert_unlinkable", "print", "unknown import"));
    assertFails(
        "nothing offers it", refused("assert_unlinkable", "unknown", "incompatible import"));
    assertFails("is a function", refused("assert_unlinkable", "mistyped", "unknown import"));
    assertFails("got []", refused("assert_uninstantiable", "start", "unreachable"));
    assertFails("unlinkable", refused("assert_uninstantiable", "unknown", "unreachable"));
    assertFails("refused as invalid", module("invalid"));
    assertFails("unlinkable", module("unknown"));
    assertFails("unknown command", "{\"type\":\"assert_nonsense\",\"line\":9}");
    assertFails("no module is called", "{\"type\":\"register\",\"name\":\"$a\",\"as\":\"a\"}");
  }

  private void assertFails(String message, String... commands) throws IOException {
    Cli.Result result = spec(commands);
    assertTotals(0, 1, 0, result);
    assertTrue(firstFailure(result).contains(message), result.out());
  }

  @Test
  void oneFailureDoesNotStopTheScript() throws IOException {
    assertTotals(
        1,
        1,
        1,
        spec(
            module("invalid"),
            returns("f", "", ""),
            module("start"),
            returns("f", "", value("i32", "7"))));
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Cli.Result result =
        spec(
            "{\"type\":\"assert_malformed\",\"line\":1,\"filename\":\"a.wat\",\"text\":\"x\","
                + "\"module_type\":\"text\"}",
            module("tailcall"),
            register("other", null),
            returns("f", "", ""),
            // What is skipped has nothing to import from.
            module("importer"),
            returns("f", "", ""));
    assertTotals(0, 0, 3, result);
    String text = run("spec", folder.resolve("script.json")).done().out();
    assertTrue(text.contains("\n  1  modules in the text format\n"), text);
    assertTrue(text.contains("\n  2  tail calls\n"), text);
  }

  private static String register(String as, String name) {
    return "{\"type\":\"register\",\"line\":1,\"as\":\""
        + as
        + (name == null ? "\"}" : "\",\"name\":\"" + name + "\"}");
  }

  @Test
  void importsFromRegisteredModules() throws IOException {
    String first = "{\"type\":\"module\",\"line\":1,\"name\":\"$first\",\"filename\":\"%s.wasm\"}";
    assertTotals(
        3,
        0,
        0,
        spec(
            first.formatted("trap"),
            register("other", "$first"),
            module("importer"),
            traps("f", "unreachable"),
            // A later module of that name is for later imports alone.
            module("print"),
            register("other", null),
            returns("f", "", ""),
            module("importer"),
            returns("f", "", "")));
  }

  @ParameterizedTest
  @CsvSource({"funcref, 1", "externref, 1", "externref, 0"})
  void anyReferenceButNull(String type, int passed) throws IOException {
    boolean isNull = passed == 0;
    String expected = "{\"type\":\"" + type + "\"}";
    ModuleBuilder module = new ModuleBuilder();
    ValueType reference = ValueType.byText(type).orElseThrow();
    int identity = module.type(List.of(reference), List.of(reference));
    CodeWriter code = new CodeWriter().add(Opcode.LOCAL_GET, 0).add(Opcode.END);
    module.export("f", ExternalKind.FUNCTION, module.function(identity, code));
    Files.write(folder.resolve("reference.wasm"), module.toByteArray());
    assertTotals(
        passed,
        1 - passed,
        0,
        spec(module("reference"), returns("f", value(type, isNull ? "null" : "5"), expected)));
  }

  @Test
  void featureThatIsOffIsNoVerdict() throws IOException {
    assertTotals(
        0,
        0,
        3,
        spec(
            module("floats"),
            returns("f", "", ""),
            refused("assert_invalid", "floats", "type mismatch"),
            refused("assert_malformed", "floats", "x")),
        "floating-point");
  }

  private void assertTotals(int passed, int failed, int skipped, Cli.Result ignored, String feature)
      throws IOException {
    Files.write(folder.resolve("floats.wasm"), TestModules.echo());
    Cli.Result result = run("spec", folder.resolve("script.json"), "--profile", "aspect", "--json");
    assertTotals(passed, failed, skipped, result);
    String text = run("spec", folder.resolve("script.json"), "--profile", "aspect").done().out();
    assertTrue(text.contains(skipped + "  " + feature), text);
  }

  @Test
  void segmentThatDoesNotFit() throws IOException {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(0, -1);
    module.data(1, new byte[] {1});
    Files.write(folder.resolve("segment.wasm"), module.toByteArray());
    assertTotals(
        1, 0, 0, spec(refused("assert_uninstantiable", "segment", "out of bounds memory access")));
  }

  @Test
  void globalsCanBeRead() throws IOException {
    ModuleBuilder module = new ModuleBuilder();
    int global =
        module.global(
            new io.aspectvm.wasm.module.GlobalType(ValueType.I64, false),
            new CodeWriter().add(Opcode.I64_CONST, 9).add(Opcode.END));
    module.export("g", ExternalKind.GLOBAL, global);
    Files.write(folder.resolve("global.wasm"), module.toByteArray());
    String get =
        "{\"type\":\"assert_return\",\"line\":3,\"action\":{\"type\":\"get\",\"field\":\"g\"},";
    assertTotals(
        1, 0, 0, spec(module("global"), get + "\"expected\":[" + value("i64", "9") + "]}"));
    assertTotals(
        0, 1, 0, spec(module("global"), get + "\"expected\":[" + value("i64", "8") + "]}"));
  }

  @Test
  void scriptThatIsMissingDoesNotStopTheOthers() throws IOException {
    spec(module("start"), returns("f", "", value("i32", "7")));
    Path missing = folder.resolve("none.json");
    Cli.Result result = run("spec", missing, folder.resolve("script.json"), "--json");
    result.complains(1, missing + ": cannot be processed, no such file");
    assertEquals(1, result.json().get("totals").get("passed").intValue());
  }

  /** All of it passes; what needs a parser of the text format is not there. */
  @ParameterizedTest
  @CsvSource({
    "core, class-loader, 26135, 581",
    "core, instance, 26135, 581",
    "core, strict, 26135, 581",
    "wide-arithmetic, class-loader, 107, 0",
  })
  void suite(String name, String isolation, int passed, int skipped) throws IOException {
    List<Object> words = new ArrayList<>(List.of("spec", "--isolation", isolation));
    try (Stream<Path> files = Files.list(Cli.shared("spec-tests/" + name))) {
      files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(words::add);
    }
    String text = run(words.toArray()).done().out();
    List<String> lines = text.replace(",", "").lines().toList();
    String total =
        lines.stream().filter(line -> line.startsWith("total")).findFirst().orElseThrow();
    assertEquals(
        List.of("total", "" + passed, "0", "" + skipped), List.of(total.split(" +")), text);
    if (skipped > 0) {
      assertEquals("  " + skipped + "  modules in the text format", lines.get(lines.size() - 1));
    }
  }
}
