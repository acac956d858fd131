package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.testing.Modules;
import io.aspectvm.wasm.testing.SpecificationSuite;
import io.aspectvm.wasm.testing.SpecificationSuite.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the specification's tests say of modules before they are linked: each is valid, invalid or
 * malformed as the script says, with all features on, and the message begins with the script's
 * words.
 */
class SpecificationSuiteTest {

  /**
   * Where the message begins differently, by module: the phrase depends on how far an interpreter
   * reads before it notices, or on which of two faults it notices first.
   */
  private static final Map<String, String> OTHER_PHRASES =
      Map.ofEntries(
          // what follows a section that is too short is not code or an entry, here
          Map.entry("binary.37", "unexpected end of section or function: END opcode expected"),
          Map.entry("binary.39", "unexpected end of section or function: END opcode expected"),
          Map.entry("binary.40", "unexpected end: END opcode expected"),
          Map.entry("binary.99", "unexpected end of section or function"),
          Map.entry("binary.108", "length out of bounds: unexpected end"),
          Map.entry("binary-leb128.36", "unexpected end of section or function"),
          Map.entry("binary-leb128.40", "malformed section id"),
          Map.entry("binary-leb128.43", "malformed section id"),
          Map.entry("binary-leb128.65", "malformed section id"),
          Map.entry("binary-leb128.66", "malformed section id"),
          Map.entry("binary-leb128.71", "malformed section id"),
          Map.entry("binary-leb128.72", "malformed section id"),
          // the form of a type is a byte, here
          Map.entry("binary-leb128.90", "malformed function type"),
          // the first of two code sections is too short already
          Map.entry("binary.115", "function and code section have inconsistent lengths"));

  @TestFactory
  Stream<DynamicTest> core() throws IOException {
    return suite("core", 3_000);
  }

  @TestFactory
  Stream<DynamicTest> tailCalls() throws IOException {
    return suite("tail-call", 30);
  }

  @TestFactory
  Stream<DynamicTest> wideArithmetic() throws IOException {
    return suite("wide-arithmetic", 9);
  }

  private static Stream<DynamicTest> suite(String name, int least) throws IOException {
    Optional<SpecificationSuite> suite = SpecificationSuite.find(name);
    assumeTrue(suite.isPresent(), "the specification's tests are not there: spec-tests/" + name);
    List<DynamicTest> tests = new ArrayList<>();
    int cases = 0;
    for (Path script : suite.get().scripts()) {
      List<Case> ofScript = suite.get().cases(script);
      cases += ofScript.size();
      tests.add(dynamicTest(script.getFileName().toString(), () -> check(ofScript)));
    }
    int found = cases;
    tests.add(dynamicTest("all are there", () -> assertTrue(found >= least, "only " + found)));
    return tests.stream();
  }

  private static void check(List<Case> cases) throws IOException {
    List<String> failures = new ArrayList<>();
    for (Case one : cases) {
      String name = one.module().getFileName().toString().replace(".wasm", "");
      String expected = one.type().startsWith("assert_") ? one.type().substring(7) : "valid";
      if (expected.startsWith("un")) {
        expected = "valid"; // unlinkable, uninstantiable
      }
      String message = "";
      String found = "valid";
      try {
        Modules.validate(Files.readAllBytes(one.module()));
      } catch (WasmException e) {
        found = e.kind();
        message = e.getMessage();
      }
      String phrase = OTHER_PHRASES.getOrDefault(name, one.text());
      if (!found.equals(expected) || !(found.equals("valid") || message.startsWith(phrase))) {
        failures.add(name + " " + expected + " '" + phrase + "', found " + found + ": " + message);
      }
    }
    assertEquals(List.of(), failures);
  }
}
