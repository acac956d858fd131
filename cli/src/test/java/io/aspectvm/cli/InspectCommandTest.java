package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir Path folder;

  @Test
  void showsWhatTheModuleIsMadeOf() {
    JsonNode json = run("inspect", example("hello"), "--json", "--functions").done().json();
    assertEquals("module", json.get("kind").textValue());
    assertEquals(8_265, json.get("wasmBytes").intValue());
    assertEquals(3, json.get("imports").size());
    JsonNode log = json.get("imports").get(2);
    assertEquals("util-api", log.get("module").textValue());
    assertEquals("__UtilApi__.sLog", log.get("field").textValue());
    assertEquals("(i32) -> ()", log.get("type").textValue());
    assertTrue(log.get("linked").booleanValue());
    assertEquals(
        "{\"name\":\"greet\",\"kind\":\"function\",\"index\":23,\"type\":\"(i32) -> (i32)\"}",
        json.get("exports").get(0).toString());
    assertEquals(26, json.get("functions").get("defined").intValue());
    assertEquals(26, json.get("functionList").size());
    int blocks = 0;
    int largest = 0;
    for (JsonNode function : json.get("functionList")) {
      blocks += function.get("blocks").intValue();
      largest = Math.max(largest, function.get("largestMethod").intValue());
      assertTrue(function.get("methodBytes").intValue() > 0, function.toString());
    }
    assertEquals(blocks, json.get("metering").get("blocks").intValue());
    assertEquals(largest, json.get("largestMethod").intValue());
    long bytes = 0;
    for (JsonNode generated : json.get("classes")) {
      bytes += generated.get("bytes").intValue();
    }
    assertEquals(bytes, json.get("classBytes").longValue());
    assertEquals("wasm", json.get("identity").get("profile").textValue());
  }

  /** A second form of some functions: a class like others, of which no function has a method. */
  @Test
  void showsColdText() {
    JsonNode json = run("inspect", example("merkle"), "--json", "--functions").done().json();
    int methods = 0;
    int cold = 0;
    for (JsonNode generated : json.get("classes")) {
      String name = generated.get("name").textValue();
      boolean isCold = generated.get("role").textValue().equals("cold_text");
      assertEquals(name.startsWith("aspect/cold/"), isCold, name);
      cold += isCold ? 1 : 0;
      methods += name.startsWith("aspect/T") ? generated.get("methods").intValue() : 0;
    }
    assertTrue(cold > 0, json.get("classes")::toString);
    int ofFunctions = 0;
    for (JsonNode function : json.get("functionList")) {
      ofFunctions += function.get("methods").intValue();
    }
    assertEquals(methods, ofFunctions);
    String text = run("inspect", example("merkle")).done().out();
    assertTrue(text.contains("cold_text"), text);
  }

  @Test
  void artefactAndModuleHaveOneIdentity() {
    Path artefact = folder.resolve("hello.aspect");
    String identity =
        run("compile", example("hello"), "-o", artefact, "--json")
            .done()
            .json()
            .get("identity")
            .textValue();
    JsonNode ofArtefact = run("inspect", artefact, "--json").done().json();
    assertEquals("artefact", ofArtefact.get("kind").textValue());
    assertEquals(identity, ofArtefact.get("identity").get("digest").textValue());
    JsonNode ofModule =
        run("inspect", example("hello"), "--profile", "aspect", "--json").done().json();
    assertEquals(ofModule.get("identity"), ofArtefact.get("identity"));
    assertEquals(ofModule.get("classes"), ofArtefact.get("classes"));
    assertEquals(160, ofArtefact.get("memory").get("ceiling").intValue());
  }

  @Test
  void namesFeaturesAndMissingHostFunctions() {
    Path file = TestModules.write(folder.resolve("a.wasm"), TestModules.echo());
    assertEquals(
        "[\"floating-point\"]",
        run("inspect", file, "--json").done().json().get("features").toString());
    TestModules.write(file, TestModules.importing("nobody", "offers\u001b[31m"));
    String text = run("inspect", file).done().out();
    assertTrue(text.contains("nobody offers\\u{1b}[31m  () -> ()  no host function"), text);
  }

  @Test
  void namesImportsForALinker() {
    ModuleBuilder module = new ModuleBuilder();
    module.importGlobal("lib", "g", new GlobalType(ValueType.I64, true));
    module.importMemory("lib", "m", 1, 2);
    SizeLimits elements = new SizeLimits(3, OptionalLong.empty());
    module.importTable("lib", "t", new TableType(ValueType.FUNCREF, elements));
    module.table(5);
    Path file = TestModules.write(folder.resolve("a.wasm"), module.toByteArray());
    JsonNode json = run("inspect", file, "--json").done().json();
    assertEquals(
        "{\"module\":\"lib\",\"field\":\"t\",\"kind\":\"table\","
            + "\"type\":\"3 elements or more of funcref\",\"linked\":false}",
        json.get("imports").get(2).toString());
    assertEquals(2, json.get("tables").intValue());
    assertEquals("{\"minimum\":1,\"maximum\":2,\"ceiling\":null}", json.get("memory").toString());
    String text = run("inspect", file).done().out();
    assertTrue(text.contains("lib g  global mutable i64"), text);
    assertTrue(text.contains("lib m  memory 1 to 2 pages"), text);
    run("invoke", file, "f")
        .complains(1, file + ": unloadable: import 'lib' 'g': nothing offers a global");
  }

  @Test
  void textForPeople() {
    List<String> lines =
        run("inspect", example("hello"), "--functions").done().out().lines().toList();
    assertTrue(lines.get(0).startsWith("module      "), lines.get(0));
    assertTrue(lines.contains("size        8,265 bytes"), () -> String.join("\n", lines));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(" +23 .* \\(i32\\) -> \\(i32\\) +greet")),
        () -> String.join("\n", lines));
  }

  /** Whole, with all digests right, but put together by somebody else. */
  @Test
  void artefactWhosePartsDoNotFit() throws IOException {
    Path artefact = folder.resolve("hello.aspect");
    run("compile", example("hello"), "-o", artefact).done();
    CompiledModule module = new ArtefactReader().read(artefact);
    byte[] wasm = new byte[module.wasm().remaining()];
    module.wasm().get(wasm);
    Manifest manifest =
        module.manifest().toBuilder().addImports(module.manifest().getImports(0)).build();
    CompiledModule.Builder moreImports = new CompiledModule.Builder(manifest, wasm);
    CompiledModule.Builder noClasses = new CompiledModule.Builder(module.manifest(), wasm);
    for (ClassEntry entry : module.manifest().getClassesList()) {
      byte[] file = new byte[module.classFile(entry.getName()).remaining()];
      module.classFile(entry.getName()).get(file);
      moreImports.add(entry.getName(), entry.getRole(), file);
      noClasses.add(entry.getName(), entry.getRole(), Arrays.copyOf(file, file.length / 2));
    }
    for (CompiledModule bad : List.of(moreImports.build(), noClasses.build())) {
      ArtefactWriter.write(bad, artefact);
      for (String command : List.of("run", "inspect")) {
        Cli.Result result = run(command, artefact);
        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("aspectvm: " + artefact + ": "), result.err());
      }
    }
  }
}
