package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ExampleCheck;
import io.aspectvm.compiler.testing.ExampleNode;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The example aspects: every call of {@code examples/expected}, compiled, under every isolation
 * policy, with functions whole and in pieces. Outcomes are those of the models, and the gas is the
 * same each time.
 */
class ExamplesTest {

  private static final long GAS = 1_000_000_000;
  private static final int[] METHOD_BYTES = {CompilerOptions.MAX_JIT_METHOD_BYTES, 200};

  /** One without gas ends in the start function. */
  private static final Set<Outcome> SPENT = Set.of(Outcome.OUT_OF_GAS, Outcome.INIT_FAILED);

  private static final List<AspectRuntime> RUNTIMES = new ArrayList<>();

  @AfterAll
  static void close() {
    RUNTIMES.forEach(AspectRuntime::close);
    RUNTIMES.clear();
  }

  @TestFactory
  List<DynamicNode> committed() throws Exception {
    List<DynamicNode> tests = new ArrayList<>();
    for (String name : List.of("counter", "guard", "hello", "merkle", "pricing", "values")) {
      tests.add(example(name, Aspects.example("wasm/" + name + ".wasm"), Profile.ASPECT));
    }
    return tests;
  }

  /** Built with libraries that are not ours to distribute. */
  @TestFactory
  DynamicNode built() throws Exception {
    Path wasm = Aspects.example("build/limiter.wasm");
    Assumptions.assumeTrue(Files.exists(wasm), () -> wasm + " is not built");
    return example("limiter", wasm, Profile.ASPECT);
  }

  private static DynamicNode example(String name, Path wasm, Profile profile) throws Exception {
    JsonNode expected = ExampleCheck.expected(name);
    List<Aspect> aspects = load(Files.readAllBytes(wasm), CompilerOptions.of(profile));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode call : expected.get("calls")) {
      tests.add(
          DynamicTest.dynamicTest(
              call.get("export").asText() + ": " + call.get("description").asText(),
              () -> checkCall(call, aspects)));
    }
    for (JsonNode call : expected.get("invocations")) {
      tests.add(
          DynamicTest.dynamicTest(
              call.get("description").asText(), () -> checkInvocation(call, aspects)));
    }
    return DynamicContainer.dynamicContainer(name, tests);
  }

  private static List<Aspect> load(byte[] wasm, CompilerOptions options) throws Exception {
    List<Aspect> aspects = new ArrayList<>();
    for (int methodBytes : METHOD_BYTES) {
      CompiledModule module = Aspects.compile(wasm, options.withMethodBytes(methodBytes));
      for (Isolation isolation : Isolation.values()) {
        AspectRuntime runtime = Aspects.runtime(options, isolation);
        RUNTIMES.add(runtime);
        aspects.add(runtime.load(module));
      }
    }
    return aspects;
  }

  private static void checkCall(JsonNode call, List<Aspect> aspects) {
    OptionalLong used = null;
    for (Aspect aspect : aspects) {
      ExampleNode node = new ExampleNode(call);
      ExecutionResult result =
          aspect.call(
              node.newContext(), call.get("export").asText(), GAS, ExampleNode.arguments(call));
      ExampleCheck.result(call, result);
      ExampleCheck.state(call, node);
      assertTrue(result.wasmGasUsed().getAsLong() > 0);
      assertEquals((GAS * 1_000 - result.wasmGasUsed().getAsLong()) / 1_000, result.evmGasLeft());
      used = used == null ? result.wasmGasUsed() : used;
      assertEquals(used, result.wasmGasUsed());
    }
    if (!printsGas(call)) {
      checkGasLimits(call, aspects.get(0), (used.getAsLong() + 999) / 1_000);
    }
  }

  /** What was used is enough, and one EVM gas less is not. */
  private static void checkGasLimits(JsonNode call, Aspect aspect, long evmGas) {
    for (long gas : new long[] {evmGas, evmGas - 1}) {
      ExecutionResult result =
          aspect.call(
              new ExampleNode(call).newContext(),
              call.get("export").asText(),
              gas,
              ExampleNode.arguments(call));
      if (gas < evmGas) {
        assertEquals(0, result.evmGasLeft());
        assertTrue(SPENT.contains(result.outcome()), result::toString);
      } else {
        ExampleCheck.result(call, result);
      }
    }
  }

  /** The length of the gas that it logs is part of what it costs. */
  private static boolean printsGas(JsonNode call) {
    return call.path("logs").toString().contains("matches");
  }

  private static void checkInvocation(JsonNode call, List<Aspect> aspects) {
    long[] arguments = bits(call.get("args"));
    long used = -1;
    for (Aspect aspect : aspects) {
      InvocationResult result =
          aspect.invoke(call.get("export").asText(), arguments, Aspects.PLENTY);
      assertArrayEquals(bits(call.get("results")), result.results());
      used = used < 0 ? result.gasUsed() : used;
      assertEquals(used, result.gasUsed());
    }
  }

  private static long[] bits(JsonNode values) {
    long[] bits = new long[values.size()];
    for (int i = 0; i < bits.length; i++) {
      String text = values.get(i).asText();
      bits[i] = Long.parseLong(text.substring(text.indexOf(':') + 1));
    }
    return bits;
  }
}
