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
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One aspect that 64 threads are in the midst of at the same time; and two versions of an aspect,
 * whose functions and types have the same indices and mean other things, loaded and run by many
 * threads at once, in a runtime that keeps one of them at most (hazard H35, GHSA-hgjw-h833-99q9,
 * GHSA-7qmx-3fpx-r45m).
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

  /** The host, at which all threads wait for each other. */
  public static final class Meeting {

    private static final CyclicBarrier ALL = new CyclicBarrier(THREADS);

    private Meeting() {}

    @HostImport(module = "test", field = "meet", raw = true)
    public static void meet() throws Exception {
      ALL.await(60, TimeUnit.SECONDS);
    }
  }

  /** Puts its argument in memory and in a global, and finds it there when all have done so. */
  private static final GuestModule MEETING =
      GuestModule.aspect()
          .importing("meet", "test", "meet", "->")
          .global("mine", ValueType.I32, 0)
          .export(
              "f",
              "i32 -> i32",
              """
              local.get 0; global.set $mine
              i32.const 64; local.get 0; i32.store
              call $meet
              i32.const 64; i32.load; i32.const 1000; i32.mul; global.get $mine; i32.add
              call $meet
              """);

  /** Were they not at the same time in it, they would wait for each other for ever. */
  @ParameterizedTest
  @EnumSource
  void allAreInOneAspectAtOnce(Isolation isolation) throws Exception {
    CompilerOptions options = OPTIONS.withHostModules(HostModules.standard().plus(Meeting.class));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (AspectRuntime runtime =
            AspectRuntime.builder()
                .hostModules(options.hostModules())
                .isolation(isolation)
                .threads(THREADS)
                .build();
        Aspect aspect = runtime.load(Aspects.compile(MEETING.toByteArray(), options))) {
      List<Callable<InvocationResult>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long[] number = {i};
        tasks.add(() -> aspect.invoke("f", number, Aspects.PLENTY));
      }
      Set<Long> gas = new HashSet<>();
      List<Future<InvocationResult>> results = threads.invokeAll(tasks);
      for (int i = 0; i < THREADS; i++) {
        InvocationResult result = results.get(i).get();
        assertArrayEquals(new long[] {1_001L * i}, result.results(), result::toString);
        gas.add(result.gasUsed());
      }
      assertEquals(1, gas.size(), gas::toString);
    } finally {
      threads.shutdownNow();
    }
  }

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
