package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ChildJvm;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.Recursion;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How deep a guest gets depends on its depth budget alone: not on the JIT, nor on the stack of any
 * thread, which is large enough for the budget, or not used (hazard H24).
 */
@Timeout(180)
class DepthTest {

  /** Threads on which the guest below ran. */
  private static final List<Thread> THREADS = new ArrayList<>();

  /** Tells where it is called. */
  public static final class Host {

    private Host() {}

    @HostImport(module = "test", field = "here", raw = true)
    public static void here() {
      THREADS.add(Thread.currentThread());
    }
  }

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withHostModules(HostModules.standard().plus(Host.class));

  /** Frames of 16 slots; each costs 1,256 gas. */
  private static final int FRAME = 16;

  private static final long CHARGE = 150 + 1_106;

  private static final byte[] GUEST =
      new GuestModule()
          .importing("here", "test", "here", "->")
          .export("f", "->", "call $f")
          .export("here", "->", "call $here")
          .toByteArray();

  /** Of -Xcomp: it would compile for a minute otherwise. */
  private static final String GUESTS_ONLY =
      "-XX:CompileCommand=quiet -XX:CompileCommand=compileonly,aspect.*::*";

  private static CompiledModule module(int budget) throws Exception {
    return Aspects.compile(GUEST, OPTIONS.withDepthBudget(budget));
  }

  private static AspectRuntime runtime(int budget) {
    LoadLimits usual = LoadLimits.DEFAULT;
    return AspectRuntime.builder()
        .hostModules(OPTIONS.hostModules())
        .limits(new LoadLimits(usual.memoryPages(), usual.tableElements(), budget))
        .build();
  }

  private static void assertDepth(int budget, InvocationResult result) {
    assertEquals(TrapKind.CALL_STACK_EXHAUSTED, result.trap(), result::toString);
    assertEquals(budget / FRAME * CHARGE, result.gasUsed());
  }

  /**
   * Modes that RecursionTest leaves out, on main threads with much stack and with little. C2 takes
   * minutes where -Xcomp has it compile everything: {@code tools/hash-matrix.sh} does that.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:-TieredCompilation -Xss64m",
        "-Xcomp -XX:TieredStopAtLevel=1 -Xss512k " + GUESTS_ONLY
      })
  void everyJitModeEndsAtTheSameDepth(String flags) throws Exception {
    Set<String> here = new HashSet<>(Recursion.runAll(Recursion.quickCases(), 1));
    assertEquals(
        here,
        new HashSet<>(ChildJvm.run(List.of(flags.split(" ")), Recursion.class, Recursion.QUICK)));
  }

  /** Stacks are made for the budget, however large it is: in the interpreter, too. */
  @ParameterizedTest
  @ValueSource(ints = {16, 1_000, 262_144, 2_097_152})
  void stacksAreLargeEnoughForAnyBudget(int budget) throws Exception {
    try (AspectRuntime runtime = runtime(budget);
        Aspect aspect = runtime.load(module(budget))) {
      for (int i = 0; i < 10; i++) {
        assertDepth(budget, aspect.invoke("f", new long[0], Aspects.PLENTY));
      }
    }
    List<String> interpreted = ChildJvm.run(List.of("-Xint"), Deep.class, Integer.toString(budget));
    assertEquals(
        List.of(budget / FRAME * CHARGE + " " + TrapKind.CALL_STACK_EXHAUSTED), interpreted);
  }

  /** Writes to a file what becomes of the recursion under a budget. */
  public static final class Deep {

    private Deep() {}

    public static void main(String[] arguments) throws Exception {
      int budget = Integer.parseInt(arguments[1]);
      try (AspectRuntime runtime = runtime(budget);
          Aspect aspect = runtime.load(module(budget))) {
        InvocationResult result = aspect.invoke("f", new long[0], Aspects.PLENTY);
        Files.writeString(Path.of(arguments[0]), result.gasUsed() + " " + result.trap());
      }
    }
  }

  /** A thread of another runtime whose stack is larger serves as well as a runtime's own. */
  @ParameterizedTest
  @ValueSource(ints = {262_144, 262_145, 1_048_576})
  void threadsWithMoreStackAreUsed(int budget) throws Exception {
    assertEquals(true, runsOnThreadOf(budget));
  }

  /** One with less would overflow first: nothing runs there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 262_143})
  void threadsWithLessStackAreNotUsed(int budget) throws Exception {
    assertEquals(false, runsOnThreadOf(budget));
  }

  /** Whether executions under the default budget do, when started there; they are right anyway. */
  private static boolean runsOnThreadOf(int budget) throws Exception {
    int usual = CompilerOptions.DEFAULT_DEPTH_BUDGET;
    THREADS.clear();
    try (AspectRuntime other = runtime(budget);
        AspectRuntime runtime = runtime(usual);
        Aspect aspect = runtime.load(module(usual))) {
      List<InvocationResult> results = new ArrayList<>();
      Thread thread =
          other
              .threadFactory()
              .newThread(
                  () -> {
                    results.add(aspect.invoke("here", new long[0], Aspects.PLENTY));
                    results.add(aspect.invoke("f", new long[0], Aspects.PLENTY));
                  });
      thread.start();
      thread.join();
      assertTrue(results.get(0).isSuccess());
      assertDepth(usual, results.get(1));
      assertEquals(1, THREADS.size());
      return THREADS.get(0) == thread;
    }
  }

  /** What a runtime's stacks are not made for does not load. */
  @Test
  void modulesWithALargerBudgetAreRefused() throws Exception {
    int usual = CompilerOptions.DEFAULT_DEPTH_BUDGET;
    CompiledModule larger = module(usual + 1);
    try (AspectRuntime runtime = runtime(usual)) {
      assertEquals(
          UnloadableModuleException.Reason.LIMIT_EXCEEDED,
          assertThrows(UnloadableModuleException.class, () -> runtime.load(larger)).reason());
    }
    try (AspectRuntime runtime = runtime(usual + 1);
        Aspect aspect = runtime.load(larger)) {
      assertDepth(usual + 1, aspect.invoke("f", new long[0], Aspects.PLENTY));
    }
  }

  /** Ordinary threads of a program have whatever stack they have: nothing runs there. */
  @Test
  void threadsOfOthersAreNotUsed() throws Exception {
    int usual = CompilerOptions.DEFAULT_DEPTH_BUDGET;
    THREADS.clear();
    try (AspectRuntime runtime = runtime(usual);
        Aspect aspect = runtime.load(module(usual))) {
      for (long stackBytes : new long[] {0, 1 << 16, 1 << 28}) {
        List<InvocationResult> results = new ArrayList<>();
        Thread thread =
            new Thread(
                null,
                () -> {
                  aspect.invoke("here", new long[0], Aspects.PLENTY);
                  results.add(aspect.invoke("f", new long[0], Aspects.PLENTY));
                },
                "other",
                stackBytes);
        thread.start();
        thread.join();
        assertDepth(usual, results.get(0));
        assertNotEquals(thread, THREADS.get(THREADS.size() - 1));
      }
    }
  }

  /**
   * Where the system gives no thread such a stack, executions end as crashes; where it does, they
   * run. Never is one less deep.
   */
  @Test
  void withoutTheStackNothingRuns() throws Exception {
    try (AspectRuntime greedy = runtime(Integer.MAX_VALUE);
        Aspect aspect = greedy.load(module(1_600))) {
      InvocationResult result = aspect.invoke("f", new long[0], 1_000_000);
      if (result.crash() == null) {
        assertDepth(1_600, result);
      } else {
        assertTrue(result.crash().startsWith("java.lang.OutOfMemoryError"), result::crash);
        assertEquals(0, result.gasUsed());
      }
    }
  }
}
