package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ChildJvm;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Linker;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Executions that this JVM has no memory for: each ends by itself, with all its gas, and the
 * runtime goes on as before (CWA-2024-008, CWA-2025-004).
 */
@Timeout(120)
class OutOfMemoryTest {

  private static final long GAS = 1_000_000_000_000L;
  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withHostModules(HostModules.standard().plus(Hoard.class));

  /** Host functions that want more than there is. */
  public static final class Hoard {

    private Hoard() {}

    @HostImport(module = "test", field = "value")
    public static byte[] value(byte[] given) {
      return new byte[Integer.MAX_VALUE - 8];
    }

    @HostImport(module = "test", field = "raw", raw = true)
    public static int raw() {
      return new byte[Integer.MAX_VALUE - 8].length;
    }
  }

  /** What a JVM with little memory makes of them, a line for each call. */
  public static final class Run {

    private Run() {}

    public static void main(String[] arguments) throws Exception {
      List<String> lines = new ArrayList<>();
      for (Isolation isolation : Isolation.values()) {
        try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation);
            Aspect healthy = runtime.load(Aspects.compile(HEALTHY.toByteArray(), OPTIONS))) {
          for (Map.Entry<String, GuestModule> row : hungry().entrySet()) {
            byte[] wasm = row.getValue().toByteArray();
            try (Aspect aspect = runtime.load(Aspects.compile(wasm, OPTIONS))) {
              lines.add(row.getKey() + ": " + call(aspect));
              lines.add(row.getKey() + ", raw: " + invoke(aspect));
              lines.add(row.getKey() + ", instance: " + instance(aspect::newInstance));
              Linker linker = new Linker(runtime);
              CompiledModule module = Aspects.compile(wasm, OPTIONS);
              lines.add(row.getKey() + ", linked: " + instance(() -> linker.instantiate(module)));
            }
            lines.add("then " + call(healthy));
          }
        }
      }
      Files.write(Path.of(arguments[0]), lines);
    }

    private static String call(Aspect aspect) {
      ExecutionResult result = aspect.call(ExecutionContext.builder().build(), "execute", GAS);
      return "%s, used %d, %s, %s"
          .formatted(
              result.outcome(), GAS - result.evmGasLeft(), result.trap(), result.diagnostic());
    }

    private static String invoke(Aspect aspect) {
      return told(aspect.invoke("execute", new long[0], GAS));
    }

    private static String told(InvocationResult result) {
      return "%s, used %d, %s".formatted(result.trap(), result.gasUsed(), result.crash());
    }

    /** Calls an instance twice. */
    private static String instance(Supplier<AspectInstance> made) {
      AspectInstance instance;
      try {
        instance = made.get();
      } catch (OutOfMemoryError e) {
        return "none";
      }
      StopSignal stop = new StopSignal();
      String hungry = told(instance.invoke(stop, "execute", GAS));
      return hungry + "; then " + told(instance.invoke(stop, "modest", GAS));
    }
  }

  private static final GuestModule HEALTHY =
      GuestModule.aspect()
          .export("execute", "-> i32", "i32.const 0")
          .export("modest", "-> i32", "i32.const 7");

  private static Map<String, GuestModule> hungry() {
    Map<String, GuestModule> rows = new LinkedHashMap<>();
    rows.put("memory", HEALTHY.memory(32_767));
    rows.put(
        "growth",
        HEALTHY.export("execute", "-> i32", "i32.const 32000; memory.grow; drop; i32.const 0"));
    rows.put(
        "growth within a slice of gas",
        HEALTHY
            .memory(700)
            .export("execute", "-> i32", "i32.const 600; memory.grow; drop; i32.const 0"));
    rows.put(
        "host function",
        HEALTHY
            .importing("value", "test", "value", "i32 -> i32")
            .data(64, (byte) 11, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0)
            .export("execute", "-> i32", "i32.const 64; call $value"));
    rows.put(
        "raw host function",
        HEALTHY.importing("raw", "test", "raw", "-> i32").export("execute", "-> i32", "call $raw"));
    return rows;
  }

  @Test
  void endsOneExecutionAndNoOther() throws Exception {
    String none = "java.lang.OutOfMemoryError";
    String space = none + ": Java heap space";
    String then = "then NONE, used 2, null, null";
    String modest = "; then null, used 1116, null";
    String crashed = ", compiled code failed: " + none;
    long growth = 10 + 435_000 + 100 + 10 + 1_106 + 32_000L * 14_336_000;
    long less = growth - (32_000L - 600) * 14_336_000;
    List<String> expected =
        List.of(
            "memory: CRASH, used 0, null, this JVM could not execute it: " + space,
            "memory, raw: null, used 0, " + none,
            "memory, instance: none",
            "memory, linked: none",
            then,
            "growth: CRASH, used 0, null, compiled code failed: " + space,
            "growth, raw: null, used " + growth + ", compiled code failed: " + none,
            "growth, instance: null, used " + growth + ", compiled code failed: " + none + modest,
            "growth, linked: null, used " + growth + ", compiled code failed: " + none + modest,
            then,
            "growth within a slice of gas: CRASH, used 0, null, compiled code failed: " + space,
            "growth within a slice of gas, raw: null, used " + less + crashed,
            "growth within a slice of gas, instance: null, used " + less + crashed + modest,
            "growth within a slice of gas, linked: null, used " + less + crashed + modest,
            then,
            "host function: CRASH, used 0, null, a host function failed: " + space,
            "host function, raw: null, used 1266, a host function failed: " + none,
            "host function, instance: null, used 1266, a host function failed: " + none + modest,
            "host function, linked: null, used 1266, a host function failed: " + none + modest,
            then,
            "raw host function: ERROR, used 2, HOST_ERROR, " + space,
            "raw host function, raw: HOST_ERROR, used 1256, null",
            "raw host function, instance: HOST_ERROR, used 1256, null" + modest,
            "raw host function, linked: HOST_ERROR, used 1256, null" + modest,
            then);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < Isolation.values().length; i++) {
      all.addAll(expected);
    }
    List<String> lines = ChildJvm.run(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1"), Run.class);
    assertEquals(String.join("\n", all), String.join("\n", lines));
  }
}
