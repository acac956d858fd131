package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
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
  void textForPeople() {
    List<String> lines =
        run("inspect", example("hello"), "--functions").done().out().lines().toList();
    assertTrue(lines.get(0).startsWith("module      "), lines.get(0));
    assertTrue(lines.contains("size        8,265 bytes"), () -> String.join("\n", lines));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(" +23 .* \\(i32\\) -> \\(i32\\) +greet")),
        () -> String.join("\n", lines));
  }
}
