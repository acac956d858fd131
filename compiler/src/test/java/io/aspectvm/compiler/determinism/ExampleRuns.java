package io.aspectvm.compiler.determinism;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ExampleCheck;
import io.aspectvm.compiler.testing.ExampleNode;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of the example aspects; some of them also under the other policies, with the code in
 * pieces, and with less gas than they need.
 */
final class ExampleRuns {

  private static final long GAS = 1_000_000_000;
  private static final int LIMITS = 3;

  /** Every so many of the calls is run in all ways. */
  private static final int STEP = 6;

  /** Fewer where every class is defined, and by -Xcomp compiled, anew. */
  private static final int STRICT_STEP = 4 * STEP;

  private static final int SMALL_METHODS = 200;

  private ExampleRuns() {}

  static void run(RunLog log) throws Exception {
    for (String name : List.of("counter", "guard", "hello", "merkle", "pricing", "values")) {
      byte[] wasm = Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm"));
      CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
      CompiledModule whole = log.compile(wasm, options);
      CompiledModule pieces = log.compile(wasm, options.withMethodBytes(SMALL_METHODS));
      run(log, name, whole, Isolation.INSTANCE, 1);
      run(log, name, whole, Isolation.STRICT, STRICT_STEP);
      run(log, name, pieces, Isolation.CLASS_LOADER, STEP);
    }
  }

  private static void run(
      RunLog log, String name, CompiledModule module, Isolation isolation, int step)
      throws IOException {
    List<JsonNode> calls = calls(name);
    try (AspectRuntime runtime = AspectRuntime.builder().isolation(isolation).build();
        Aspect aspect = runtime.load(module)) {
      for (int i = 0; i < calls.size(); i += step) {
        long used = GAS - execute(log, name, aspect, calls.get(i), GAS).evmGasLeft();
        for (int limit = 0; limit < LIMITS && i % STEP == 0; limit++) {
          execute(log, name, aspect, calls.get(i), used * limit / LIMITS);
        }
      }
    }
  }

  private static List<JsonNode> calls(String name) throws IOException {
    List<JsonNode> calls = new ArrayList<>();
    ExampleCheck.expected(name).get("calls").forEach(calls::add);
    return calls;
  }

  private static ExecutionResult execute(
      RunLog log, String name, Aspect aspect, JsonNode call, long gas) {
    ExampleNode node = new ExampleNode(call);
    String export = call.get("export").asText();
    ExecutionResult result =
        aspect.call(node.newContext(), export, gas, ExampleNode.arguments(call));
    log.execution(name + " " + export + " with " + gas, result);
    log.line(node.state() + " " + node.transientStorage());
    return result;
  }
}
