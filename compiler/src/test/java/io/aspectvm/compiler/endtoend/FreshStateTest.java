package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ExampleNode;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.LoadedModule;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No execution sees anything of another: every one finds memory, globals and tables as they are
 * after instantiation, and nothing of it is left in the JVM when it is over.
 */
@Timeout(120)
class FreshStateTest {

  private static final int EXECUTIONS = 1_000;
  private static final int THREADS = 8;

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  private static final String GROW =
      """
      i32.const 1; memory.grow; drop
      i32.const 65536; i64.const 0x4444; i64.store
      """;

  /**
   * {@code canaries} gives the sum of all that an execution could have left: a counted global, the
   * first and the last word of memory, a word that a segment sets, the memory's size, and what a
   * table element returns; and leaves marks in each. {@code staying} does the same without growing
   * the memory, so that the next execution on its thread is given the same array.
   */
  private static final byte[] CANARIES =
      GuestModule.aspect()
          .memory(1, 3)
          .data(256, (byte) 100)
          .global("counter", ValueType.I64, 1_000)
          .table(2, "seven")
          .function("seven", "-> i64", "i64.const 7")
          .function("touch", "-> i64", touch() + GROW)
          .function("mark", "-> i64", touch())
          .export("canaries", "-> i64", "call $touch")
          .export("staying", "-> i64", "call $mark")
          .export("trapping", "-> i64", "call $mark; drop; unreachable")
          .export("spinning", "-> i64", "call $mark; drop; loop; br 0; end; i64.const 0")
          .export("execute", "-> i32", "call $touch; i32.wrap_i64; drop; i32.const 0")
          .toByteArray();

  private static final long FRESH = 1_000 + 100 + (1 << 20) + 7;

  private static String touch() {
    return """
        global.get $counter
        i32.const 0; i64.load; i64.add
        i32.const 256; i64.load; i64.add
        i32.const 65528; i64.load; i64.add
        memory.size; i64.extend_i32_u; i64.const 20; i64.shl; i64.add
        i32.const 0; call_indirect -> i64; i64.add

        global.get $counter; i64.const 1; i64.add; global.set $counter
        i32.const 0; i64.const 0x1111; i64.store
        i32.const 256; i64.const 0x2222; i64.store
        i32.const 65528; i64.const 0x3333; i64.store
        """;
  }

  private static void fresh(Aspect aspect, int execution) {
    String export =
        switch (execution % 8) {
          case 0 -> "canaries";
          case 3 -> "trapping";
          case 5 -> "spinning";
          default -> "staying";
        };
    long gas = export.equals("spinning") ? 30_000_000 : Aspects.PLENTY;
    InvocationResult result = aspect.invoke(export, new long[0], gas);
    if (gas == Aspects.PLENTY && !export.equals("trapping")) {
      assertNull(result.trap());
      assertArrayEquals(new long[] {FRESH}, result.results());
    } else {
      assertEquals(0, result.results().length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneAfterTheOther(Isolation isolation) throws Exception {
    Aspects.under(
        isolation,
        Aspects.compile(CANARIES, OPTIONS),
        OPTIONS,
        aspect -> {
          for (int i = 0; i < EXECUTIONS; i++) {
            fresh(aspect, i);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void onManyThreads(Isolation isolation) throws Exception {
    Aspects.under(
        isolation,
        Aspects.compile(CANARIES, OPTIONS),
        OPTIONS,
        aspect ->
            onThreads(
                () -> {
                  for (int i = 0; i < EXECUTIONS / THREADS; i++) {
                    fresh(aspect, i);
                  }
                  return null;
                }));
  }

  private static void onThreads(Callable<Void> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(task));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The check has teeth: one instance called twice does see what the first call left. */
  @Test
  void anInstanceRemembers() throws Exception {
    Aspects.under(
        Isolation.CLASS_LOADER,
        Aspects.compile(CANARIES, OPTIONS),
        OPTIONS,
        aspect -> {
          AspectInstance instance = aspect.newInstance();
          assertEquals(FRESH, instance.invoke("canaries").results()[0]);
          assertEquals(
              1_001 + 0x1111 + 0x2222 + 0x3333 + (2L << 20) + 7,
              instance.invoke("canaries").results()[0]);
        });
  }

  /** The example that counts its executions in a global and in memory: always the first. */
  @ParameterizedTest
  @EnumSource
  void theCounterAspectStaysAtOne(Isolation isolation) throws Exception {
    JsonNode call =
        new ObjectMapper()
            .readTree(Aspects.example("expected/counter.json").toFile())
            .get("calls")
            .get(0);
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    byte[] wasm = Files.readAllBytes(Aspects.example("wasm/counter.wasm"));
    Aspects.under(
        isolation,
        Aspects.compile(wasm, options),
        options,
        aspect -> {
          for (int i = 0; i < EXECUTIONS; i++) {
            ExecutionResult result =
                aspect.call(
                    new ExampleNode(call).newContext(),
                    "execute",
                    1_000_000,
                    ExampleNode.arguments(call));
            assertEquals(ExampleNode.value(call.get("value")), result.value());
          }
        });
  }

  /**
   * Loaders of executions go with them, whatever their end; results do not hold them. Loaders of
   * the module stay as long as it does.
   */
  @ParameterizedTest
  @EnumSource
  void loadersAreCollected(Isolation isolation) throws Exception {
    LoadedModule module =
        new ModuleLoader(OPTIONS.hostModules(), isolation, LoadLimits.DEFAULT)
            .load(Aspects.compile(CANARIES, OPTIONS));
    AspectCall calls = new AspectCall(module);
    List<ExecutionResult> results = new ArrayList<>();
    Set<WeakReference<Object>> references = new HashSet<>();
    for (String method : List.of("execute", "trapping", "spinning", "missing")) {
      references.addAll(execute(calls, module, method, results));
    }
    boolean perExecution = isolation != Isolation.INSTANCE;
    for (WeakReference<Object> reference : references) {
      if (perExecution || !(reference.get() instanceof ClassLoader)) {
        awaitCleared(reference);
      } else {
        assertTrue(reference.get() != null);
      }
    }
    assertEquals(4, results.size());
    assertEquals(FRESH, freshCanaries(module));
  }

  private static List<WeakReference<Object>> execute(
      AspectCall calls, LoadedModule module, String method, List<ExecutionResult> results) {
    Instance instance = module.newInstance();
    results.add(calls.execute(instance, ExecutionContext.builder().build(), method, 100_000));
    return List.of(
        new WeakReference<>(instance), new WeakReference<>(instance.getClass().getClassLoader()));
  }

  private static long freshCanaries(LoadedModule module) {
    Instance instance = module.newInstance();
    ExecutionContext.builder().build().bind(instance, new AspectCall(module).links());
    instance.setGas(Aspects.PLENTY);
    long[] values = new long[1];
    instance.call(module.exportedFunction("canaries").orElseThrow(), values, module.depthBudget());
    return values[0];
  }

  private static void awaitCleared(WeakReference<Object> reference) throws InterruptedException {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(reference.get(), "an execution is over, but not gone");
  }
}
