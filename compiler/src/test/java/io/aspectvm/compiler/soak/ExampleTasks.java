package io.aspectvm.compiler.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ExampleCheck;
import io.aspectvm.compiler.testing.ExampleNode;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The calls of the example aspects; and, hostile, with less gas than they take. */
final class ExampleTasks {

  static final List<String> NAMES =
      List.of("counter", "guard", "hello", "merkle", "pricing", "values");

  private static final long GAS = 1_000_000_000;

  /** Every so many of the calls, so that all aspects have a like share. */
  private static final int MOST_CALLS = 16;

  private static final Set<Outcome> SPENT = EnumSet.of(Outcome.OUT_OF_GAS, Outcome.INIT_FAILED);

  private ExampleTasks() {}

  static List<SoakTask> all() throws Exception {
    List<SoakTask> tasks = new ArrayList<>();
    for (String name : NAMES) {
      CompiledModule module =
          Aspects.compile(
              Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm")),
              CompilerOptions.of(Profile.ASPECT).withHostModules(HostileTasks.HOSTS));
      List<JsonNode> calls = new ArrayList<>();
      ExampleCheck.expected(name).get("calls").forEach(calls::add);
      int step = Math.max(1, calls.size() / MOST_CALLS);
      for (int i = 0; i < calls.size(); i += step) {
        JsonNode call = calls.get(i);
        SameResult same = new SameResult();
        tasks.add(
            new SoakTask(
                SoakTask.Kind.EXAMPLE, name, module, aspect -> asExpected(aspect, call, same)));
      }
      JsonNode first = calls.get(0);
      tasks.add(
          new SoakTask(
              SoakTask.Kind.HOSTILE,
              "an example out of gas",
              module,
              aspect -> outOfGas(aspect, first)));
    }
    return tasks;
  }

  private static String asExpected(Aspect aspect, JsonNode call, SameResult same) {
    ExampleNode node = new ExampleNode(call);
    ExecutionResult result = execute(aspect, call, node, GAS);
    ExampleCheck.result(call, result);
    ExampleCheck.state(call, node);
    return same.difference(result);
  }

  /** With half of what it takes. */
  private static String outOfGas(Aspect aspect, JsonNode call) {
    long used = GAS - execute(aspect, call, new ExampleNode(call), GAS).evmGasLeft();
    ExecutionResult result = execute(aspect, call, new ExampleNode(call), used / 2);
    return SPENT.contains(result.outcome()) && result.evmGasLeft() == 0 ? null : result.toString();
  }

  private static ExecutionResult execute(Aspect aspect, JsonNode call, ExampleNode node, long gas) {
    return aspect.call(
        node.newContext(), call.get("export").asText(), gas, ExampleNode.arguments(call));
  }
}
