package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two versions of an aspect, whose functions and types have the same indices and mean other things,
 * loaded and run by many threads at once, in a runtime that keeps one of them at most (hazard H35,
 * GHSA-hgjw-h833-99q9, GHSA-7qmx-3fpx-r45m).
 */
@Timeout(120)
class ParallelVersionsTest {

  private static final int THREADS = 64;
  private static final int ROUNDS = 8;
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);

  private static final GuestModule FIRST =
      GuestModule.aspect()
          .table(2, "a", "b")
          .function("a", "i32 -> i32", "local.get 0; i32.const 1; i32.add")
          .function("b", "i64 -> i64", "local.get 0; i64.const 100; i64.mul")
          .export("f", "i32 -> i32", "local.get 0; i32.const 0; call_indirect i32 -> i32")
          .export("g", "i64 -> i64", "local.get 0; i32.const 0; call_indirect i64 -> i64");

  /** The types change places. */
  private static final GuestModule SECOND =
      GuestModule.aspect()
          .table(2, "a", "b")
          .function("a", "i64 -> i64", "local.get 0; i64.const 7; i64.mul")
          .function("b", "i32 -> i32", "local.get 0; i32.const 9; i32.sub")
          .export("f", "i32 -> i32", "local.get 0; i32.const 0; call_indirect i32 -> i32")
          .export("g", "i64 -> i64", "local.get 0; i32.const 0; call_indirect i64 -> i64");

  @ParameterizedTest
  @EnumSource
  void nobodyMeetsTheOther(Isolation isolation) throws Exception {
    CompiledModule first = Aspects.compile(FIRST.toByteArray(), OPTIONS);
    CompiledModule second = Aspects.compile(SECOND.toByteArray(), OPTIONS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (AspectRuntime runtime =
        AspectRuntime.builder().isolation(isolation).cachedModules(1).build()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean odd = i % 2 == 1;
        tasks.add(
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                check(runtime, odd ? second : first, odd);
              }
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(tasks)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void check(AspectRuntime runtime, CompiledModule module, boolean odd) {
    try (Aspect aspect = runtime.load(module)) {
      InvocationResult right = aspect.invoke(odd ? "g" : "f", new long[] {6}, Aspects.PLENTY);
      assertArrayEquals(new long[] {odd ? 42 : 7}, right.results());
      InvocationResult wrong = aspect.invoke(odd ? "f" : "g", new long[] {6}, Aspects.PLENTY);
      assertEquals(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, wrong.trap());
    }
  }
}
