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
import io.aspectvm.wasm.opcode.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"hello", "counter", "guard", "merkle", "pricing", "values"})
  void acceptsTheExamples(String name) {
    Cli.Result result = run("validate", example(name), "--json").done();
    assertEquals("{\"valid\":true,\"profile\":\"aspect\",\"error\":null}\n", result.out());
    assertEquals(
        example(name) + ": valid in profile wasm\n",
        run("validate", "--profile", "wasm", example(name)).done().out());
  }

  @Test
  void saysWhyNot() {
    CodeWriter code = new CodeWriter().add(Opcode.I32_CONST, 1);
    Path file = TestModules.write(folder.resolve("bad.wasm"), TestModules.doing(code));
    Cli.Result result = run("validate", "--profile", "wasm", file, "--json");
    result.complains(1, file + ": invalid: type mismatch");
    assertEquals(List.of("valid", "profile", "error"), result.fields());
    JsonNode error = result.json().get("error");
    assertEquals(List.of("kind", "offset", "function", "message"), Cli.fields(error));
    assertEquals("invalid", error.get("kind").textValue());
    assertEquals(0, error.get("function").intValue());
    assertTrue(error.get("offset").isInt());
    assertTrue(error.get("message").textValue().startsWith("type mismatch"));
  }

  /** What is no module at all is answered with an object like every other refusal. */
  @ParameterizedTest
  @ValueSource(strings = {"", "(module)"})
  void answersWhateverTheFileHolds(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("none.wasm"), content);
    Cli.Result result = run("validate", file, "--json");
    result.complains(1, file + ": malformed: ");
    assertEquals("malformed", result.json().get("error").get("kind").textValue());
  }

  /** The fragments that aspect-abi, section 2.1, confirms. */
  @Test
  void keepsTheReferencesWords() {
    Path file = TestModules.write(folder.resolve("start.wasm"), TestModules.withStart());
    run("validate", file).fails(1, file + ": invalid: ", "start section not allowed");
    TestModules.write(file, TestModules.add());
    run("validate", file).fails(1, file + ": invalid: ", "aspect entrypoint not exported");
    TestModules.write(file, TestModules.echo());
    run("validate", file).fails(1, file + ": unsupported: ", "floating-point support is disabled");
    JsonNode json = run("validate", file, "--json").json();
    assertEquals("unsupported", json.get("error").get("kind").textValue());
    assertTrue(json.get("error").get("function").isNull());
  }

  /** As the reference: its validator takes multi-value, its injector does not. */
  @ParameterizedTest
  @ValueSource(strings = {"artela-current", "artela-legacy"})
  void multiValueIsValidAndCannotBeCompiled(String schedule) {
    ModuleBuilder module = new ModuleBuilder();
    module.type(List.of(), List.of(ValueType.I32, ValueType.I32));
    int start =
        module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.export("__aspect_start__", ExternalKind.FUNCTION, start);
    Path file = TestModules.write(folder.resolve("multi.wasm"), module.toByteArray());
    run("validate", file).done();
    Path output = folder.resolve("out");
    String reason = "wasm_instrument failed";
    run("compile", file, "-o", output, "--schedule", schedule).fails(1, file + ": ", reason);
    run("run", file, "--profile", "aspect", "--schedule", schedule).fails(1, file + ": ", reason);
    run("instrument", file, "-o", output, "--profile", "aspect", "--schedule", schedule)
        .fails(1, file + ": ", reason);
    run("instrument", file, "-o", output).done();
  }
}
