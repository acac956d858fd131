package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected results of the examples, as far as they need no state to begin with. */
class ExamplesTest {

  private static final List<String> NEEDS = List.of("properties", "state", "transient", "context");

  private static JsonNode expected(String aspect) throws IOException {
    Path file = Cli.EXAMPLES.resolve("expected").resolve(aspect + ".json");
    return Cli.parse(Files.readString(file));
  }

  @TestFactory
  Stream<DynamicTest> calls() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String aspect : List.of("hello", "counter", "guard", "merkle", "pricing", "values")) {
      for (JsonNode call : expected(aspect).get("calls")) {
        if (NEEDS.stream().noneMatch(call::has)) {
          tests.add(
              DynamicTest.dynamicTest(
                  aspect + ": " + call.get("description").asText(), () -> check(aspect, call)));
        }
      }
    }
    assertTrue(tests.size() > 250, "calls: " + tests.size());
    return tests.stream();
  }

  private static void check(String aspect, JsonNode call) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "run",
                Cli.example(aspect),
                "--json",
                "--gas",
                "100000000",
                "--isolation",
                "instance",
                "--call",
                call.get("export").asText()));
    for (JsonNode argument : call.get("args")) {
      words.add("--arg");
      words.add(argument.get("type").asText() + ":" + argument.get("value").asText());
    }
    JsonNode result = Cli.run(words.toArray()).json();
    String message = call + "\n" + result;
    assertEquals(call.get("outcome"), result.get("outcome"), message);
    for (String field : List.of("value", "trap", "revert")) {
      JsonNode expected = call.path(field);
      if (expected.isMissingNode()) {
        assertTrue(result.get(field).isNull(), message);
      } else {
        assertEquals(expected, result.get(field), message);
      }
    }
    assertLogs(call.path("logs"), result.get("logs"), message);
    assertEquals(call.path("aborts").size(), result.get("aborts").size(), message);
    for (int i = 0; i < call.path("aborts").size(); i++) {
      assertEquals(call.get("aborts").get(i), result.get("aborts").get(i).get("message"), message);
    }
  }

  private static void assertLogs(JsonNode expected, JsonNode actual, String message) {
    assertEquals(expected.size(), actual.size(), message);
    for (int i = 0; i < expected.size(); i++) {
      String line = actual.get(i).textValue();
      if (expected.get(i).isTextual()) {
        assertEquals(expected.get(i).textValue(), line, message);
      } else {
        assertTrue(line.matches(expected.get(i).get("matches").asText()), message);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"merkle", "pricing"})
  void invocations(String aspect) throws IOException {
    JsonNode invocations = expected(aspect).get("invocations");
    assertTrue(invocations.size() > 0);
    for (JsonNode invocation : invocations) {
      List<Object> words =
          new ArrayList<>(
              List.of("invoke", "--json", Cli.example(aspect), invocation.get("export").asText()));
      invocation.get("args").forEach(argument -> words.add(argument.asText()));
      JsonNode result = Cli.run(words.toArray()).done().json();
      assertEquals(invocation.get("results"), result.get("results"), invocation.toString());
    }
  }
}
