package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Opcodes;

@Timeout(60)
class AspectRuntimeTest {

  private static final CompiledModule CANARY = TestModules.canary().build();
  private static final long[] NONE = {};

  /** What the host function below does. */
  private static final AtomicReference<Runnable> HOOK = new AtomicReference<>(() -> {});

  /** A host function that tests fill. */
  public static final class Host {

    private Host() {}

    /** Runs the hook. */
    @HostImport(module = "test", field = "hook", raw = true)
    public static void hook() {
      HOOK.get().run();
    }
  }

  private static final HostModules HOST = HostModules.standard().plus(Host.class);

  /** A module whose {@code run} calls the hook. */
  private static CompiledModule hooked() {
    return new TestModule()
        .hostImport(HOST.find("test", "hook").orElseThrow())
        .function(
            "run",
            "() -> ()",
            code -> {
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  Host.class.getName().replace('.', '/'),
                  "hook",
                  "()V",
                  false);
              code.visitInsn(Opcodes.RETURN);
            })
        .build();
  }

  private static AspectRuntime runtime(Isolation isolation) {
    return AspectRuntime.builder().isolation(isolation).hostModules(HOST).build();
  }

  @ParameterizedTest
  @EnumSource
  void resultsAndGasAreTheSameUnderEveryPolicy(Isolation isolation) {
    try (AspectRuntime runtime = runtime(isolation);
        Aspect aspect = runtime.load(CANARY)) {
      InvocationResult added = aspect.invoke("add", new long[] {-3, 1L << 40}, 10);
      assertArrayEquals(new long[] {(1L << 40) - 3}, added.results());
      assertTrue(added.isSuccess());
      assertEquals(10, added.gasLeft());
      assertEquals(0, added.gasUsed());

      InvocationResult trapped = aspect.invoke("trap", NONE, 10);
      assertEquals(TrapKind.UNREACHABLE, trapped.trap());
      assertEquals(0, trapped.results().length);
      assertEquals(List.of("trap"), names(trapped.backtrace()));

      InvocationResult spent = aspect.invoke("spin", NONE, 1_000_000_500);
      assertEquals(TrapKind.OUT_OF_GAS, spent.trap());
      assertEquals(-1, spent.gasLeft());
      assertEquals(1_000_000_500, spent.gasUsed());
    }
  }

  private static List<String> names(Backtrace backtrace) {
    return backtrace.frames().stream().map(Backtrace.Frame::name).toList();
  }

  @Test
  void wrongCallsAreTheCallersFault() {
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER);
        Aspect aspect = runtime.load(CANARY)) {
      assertThrows(IllegalArgumentException.class, () -> aspect.invoke("nothing", NONE, 1));
      assertThrows(IllegalArgumentException.class, () -> aspect.invoke("g", NONE, 1));
      assertThrows(IllegalArgumentException.class, () -> aspect.invoke("add", NONE, 1));
      assertThrows(IllegalArgumentException.class, () -> aspect.invoke("touch", NONE, -1));
    }
  }

  @Test
  void artefactsAreLoadedFromFiles(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("canary.aspect");
    ArtefactWriter.write(CANARY, file);
    Identity.Builder expected = CANARY.manifest().getIdentity().toBuilder();
    try (AspectRuntime runtime = AspectRuntime.builder().expecting(expected.build()).build();
        Aspect aspect = runtime.load(file);
        Aspect same = runtime.load(ArtefactWriter.write(CANARY))) {
      assertEquals(64, aspect.identity().length());
      assertSame(aspect.code(), same.code());
      assertEquals(TestModules.FRESH_TOUCH, aspect.invoke("touch", NONE, 1).results()[0]);
    }
    AspectRuntime.Builder other =
        AspectRuntime.builder().expecting(expected.setSchedule("other").build());
    try (AspectRuntime runtime = other.build()) {
      ArtefactException refusal = assertThrows(ArtefactException.class, () -> runtime.load(file));
      assertEquals(ArtefactException.Kind.STALE, refusal.kind());
    }
  }

  @Test
  void onlyEqualManifestsShareCode() {
    CompiledModule claims =
        TestModules.canary()
            .inText(t -> TestModule.method(t, 9, "more", "()V", c -> c.visitInsn(Opcodes.RETURN)))
            .build();
    assertEquals(CANARY.manifest().getIdentityDigest(), claims.manifest().getIdentityDigest());
    try (AspectRuntime runtime = runtime(Isolation.INSTANCE);
        Aspect one = runtime.load(CANARY);
        Aspect two = runtime.load(claims)) {
      assertNotSame(one.code(), two.code());
    }
  }

  @Test
  void theCacheIsBounded() {
    try (AspectRuntime runtime = AspectRuntime.builder().cachedModules(1).build()) {
      Aspect first = runtime.load(CANARY);
      assertSame(first.code(), runtime.load(rebuilt(0)).code());
      Aspect second = runtime.load(rebuilt(1));
      assertNotSame(first.code(), runtime.load(rebuilt(0)).code());
      assertTrue(first.invoke("touch", NONE, 1).isSuccess());
      assertTrue(second.invoke("touch", NONE, 1).isSuccess());
    }
  }

  @Test
  void theCacheIsBoundedByClassBytes() {
    long bytes = CANARY.classNames().stream().mapToLong(n -> CANARY.classFile(n).remaining()).sum();
    try (AspectRuntime runtime = AspectRuntime.builder().cachedClassBytes(2 * bytes).build()) {
      Aspect first = runtime.load(CANARY);
      Aspect second = runtime.load(rebuilt(1));
      assertSame(first.code(), runtime.load(CANARY).code());
      runtime.load(rebuilt(2));
      assertSame(first.code(), runtime.load(CANARY).code());
      assertNotSame(second.code(), runtime.load(rebuilt(1)).code());
      assertTrue(second.invoke("touch", NONE, 1).isSuccess());
    }
    try (AspectRuntime runtime = AspectRuntime.builder().cachedClassBytes(bytes - 1).build()) {
      assertNotSame(runtime.load(CANARY).code(), runtime.load(CANARY).code());
    }
  }

  /** A module that is too large to be kept drives out no other. */
  @Test
  void whatIsNotKeptTakesNoRoom() {
    CompiledModule large =
        TestModules.canary()
            .inText(t -> TestModule.method(t, 9, "more", "()V", c -> c.visitInsn(Opcodes.RETURN)))
            .build();
    long bytes = CANARY.classNames().stream().mapToLong(n -> CANARY.classFile(n).remaining()).sum();
    try (AspectRuntime runtime = AspectRuntime.builder().cachedClassBytes(bytes).build()) {
      Aspect first = runtime.load(CANARY);
      assertNotSame(runtime.load(large).code(), runtime.load(large).code());
      assertSame(first.code(), runtime.load(CANARY).code());
    }
  }

  /** The canary, or one like it. */
  private static CompiledModule rebuilt(int number) {
    TestModule module = TestModules.canary();
    if (number > 0) {
      module.manifest().getIdentityBuilder().setOptions("number " + number);
    }
    return module.build();
  }

  @Test
  void anInstanceForToolsKeepsItsState() {
    TestModule module = TestModules.canary();
    module.manifest().setStartFunction(1);
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER);
        Aspect aspect = runtime.load(module.build());
        Aspect plain = runtime.load(CANARY)) {
      AspectInstance instance = aspect.newInstance();
      assertEquals(5, instance.globalValue("g"));
      assertEquals(TrapKind.UNREACHABLE, instance.start().trap());
      assertEquals(6, instance.globalValue("g"));
      assertEquals(7_002_009, instance.invoke("touch").results()[0]);
      assertEquals(7, instance.globalValue("g"));
      assertThrows(IllegalArgumentException.class, () -> instance.globalValue("touch"));
      assertTrue(plain.newInstance().start().isSuccess());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCallFlowRuns(Isolation isolation) {
    CompiledModule module =
        new TestModule()
            .memory(1, 1)
            .function("__aspect_start__", "() -> ()", c -> c.visitInsn(Opcodes.RETURN))
            .function(
                "execute",
                "() -> (i32)",
                c -> {
                  c.visitInsn(Opcodes.ICONST_0);
                  c.visitInsn(Opcodes.IRETURN);
                })
            .build();
    try (AspectRuntime runtime = runtime(isolation);
        Aspect aspect = runtime.load(module)) {
      ExecutionResult result = aspect.call(ExecutionContext.builder().build(), "execute", 1_000);
      assertEquals(Outcome.NONE, result.outcome());
      assertEquals(1_000, result.evmGasLeft());
    }
  }

  @ParameterizedTest
  @EnumSource
  void segmentsThatDoNotFitTrapAtInstantiation(Isolation isolation) {
    CompiledModule data = TestModules.canary().data(65_535, (byte) 1, (byte) 2).build();
    CompiledModule both = TestModules.canary().data(-1, (byte) 1).elements(1, 0, 0).build();
    try (AspectRuntime runtime = runtime(isolation);
        Aspect one = runtime.load(data);
        Aspect two = runtime.load(both)) {
      InvocationResult result = one.invoke("touch", NONE, 100);
      assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, result.trap());
      assertEquals(100, result.gasLeft());
      assertEquals(TrapKind.OUT_OF_BOUNDS_TABLE, assertThrows(Trap.class, two::newInstance).kind());
      ExecutionResult call = two.call(ExecutionContext.builder().build(), "touch", 7);
      assertEquals(Outcome.UNLOADABLE, call.outcome());
      assertEquals(7, call.evmGasLeft());
    }
  }

  @Test
  void limitsAreTheRuntimes() {
    CompiledModule module = TestModules.canary().build();
    LoadLimits exact = new LoadLimits(1, 2, 262_144);
    try (AspectRuntime runtime = AspectRuntime.builder().limits(exact).build()) {
      assertTrue(runtime.load(module).invoke("touch", NONE, 1).isSuccess());
    }
    for (LoadLimits limits :
        List.of(
            new LoadLimits(0, 10, 300_000),
            new LoadLimits(1, 1, 300_000),
            new LoadLimits(1, 2, 262_143))) {
      try (AspectRuntime runtime = AspectRuntime.builder().limits(limits).build()) {
        assertEquals(
            Reason.LIMIT_EXCEEDED,
            assertThrows(UnloadableModuleException.class, () -> runtime.load(module)).reason());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDepthBudgetEndsBeforeTheStack(Isolation isolation) throws Exception {
    try (AspectRuntime runtime = runtime(isolation);
        Aspect aspect = runtime.load(CANARY)) {
      List<TrapKind> traps = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        traps.add(aspect.invoke("depth", NONE, 1).trap());
      }
      Thread own =
          runtime
              .threadFactory()
              .newThread(() -> traps.add(aspect.invoke("depth", NONE, 1).trap()));
      own.start();
      own.join();
      assertEquals(java.util.Collections.nCopies(21, TrapKind.CALL_STACK_EXHAUSTED), traps);
    }
  }

  @Test
  void threadsOfTheFactoryRunExecutionsThemselves() throws Exception {
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER);
        Aspect aspect = runtime.load(hooked())) {
      AtomicReference<Thread> ran = new AtomicReference<>();
      HOOK.set(() -> ran.set(Thread.currentThread()));
      Thread own = runtime.threadFactory().newThread(() -> aspect.invoke("run", NONE, 1));
      own.start();
      own.join();
      assertSame(own, ran.get());
      assertTrue(own.isDaemon());

      assertTrue(aspect.invoke("run", NONE, 1).isSuccess());
      assertNotSame(Thread.currentThread(), ran.get());
      assertNotSame(own, ran.get());
    }
  }

  @Test
  void executionsStartExecutions() {
    try (AspectRuntime runtime = AspectRuntime.builder().hostModules(HOST).threads(1).build();
        Aspect aspect = runtime.load(hooked())) {
      AtomicInteger levels = new AtomicInteger();
      List<String> failures = new ArrayList<>();
      HOOK.set(
          () -> {
            levels.incrementAndGet();
            InvocationResult inner;
            try {
              inner = aspect.invoke("run", NONE, 1);
            } catch (IllegalStateException e) {
              failures.add(e.getMessage());
              return;
            }
            assertTrue(inner.isSuccess());
          });
      assertTrue(aspect.invoke("run", NONE, 1).isSuccess());
      assertEquals(64, levels.get());
      assertEquals(List.of("more than 64 executions in each other"), failures);
    }
  }

  @Test
  void foreignThreadsWaitForTheirTurn() throws Exception {
    try (AspectRuntime runtime = AspectRuntime.builder().hostModules(HOST).threads(2).build();
        Aspect aspect = runtime.load(hooked())) {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      HOOK.set(
          () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            now.decrementAndGet();
          });
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Future<InvocationResult>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(callers.submit(() -> aspect.invoke("run", NONE, 1)));
      }
      for (Future<InvocationResult> result : results) {
        assertTrue(result.get().isSuccess());
      }
      callers.shutdown();
      assertTrue(most.get() <= 2, "at once: " + most);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOperatorStopsExecutions(Isolation isolation) throws Exception {
    try (AspectRuntime runtime = runtime(isolation);
        Aspect aspect = runtime.load(CANARY)) {
      StopSignal stop = new StopSignal();
      ExecutorService callers = Executors.newFixedThreadPool(2);
      List<Future<InvocationResult>> running = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        running.add(callers.submit(() -> spin(aspect, stop)));
      }
      Thread.sleep(20);
      assertTrue(running.stream().noneMatch(Future::isDone));
      stop.stop();
      for (Future<InvocationResult> result : running) {
        assertStopped(result.get(10, TimeUnit.SECONDS));
      }
      callers.shutdown();
      assertTrue(stop.isStopped());
      assertStopped(spin(aspect, stop));
    }
  }

  private static InvocationResult spin(Aspect aspect, StopSignal stop) {
    ExecutionContext context = ExecutionContext.builder().build();
    return aspect.invoke(context, stop, "spin", NONE, Long.MAX_VALUE);
  }

  private static void assertStopped(InvocationResult result) {
    assertEquals(TrapKind.INTERRUPTED, result.trap());
    assertEquals(0, result.gasUsed() % 1000);
    assertNotEquals(0, result.gasUsed());
    assertEquals(Long.MAX_VALUE, result.gasUsed() + result.gasLeft());
  }

  @Test
  void interruptingTheCallerChangesNothing() throws Exception {
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER);
        Aspect aspect = runtime.load(hooked())) {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      HOOK.set(
          () -> {
            entered.countDown();
            await(interrupted);
          });
      AtomicReference<InvocationResult> result = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                result.set(aspect.invoke("run", NONE, 1));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      await(entered);
      caller.interrupt();
      interrupted.countDown();
      caller.join();
      assertTrue(result.get().isSuccess());
      assertTrue(flag.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatHostFunctionsThrowStaysInside() {
    try (AspectRuntime runtime = runtime(Isolation.STRICT);
        Aspect aspect = runtime.load(hooked())) {
      HOOK.set(
          () -> {
            throw new StackOverflowError("of the host");
          });
      InvocationResult result = aspect.invoke("run", NONE, 5);
      assertEquals("java.lang.StackOverflowError", result.crash());
      assertNull(result.trap());
      assertEquals(5, result.gasLeft());
    }
  }

  @Test
  void whatIsClosedIsRefused() {
    AspectRuntime runtime = runtime(Isolation.CLASS_LOADER);
    Aspect closed = runtime.load(CANARY);
    Aspect open = runtime.load(CANARY);
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.invoke("touch", NONE, 1));
    assertTrue(open.invoke("touch", NONE, 1).isSuccess());
    runtime.close();
    runtime.close();
    assertThrows(IllegalStateException.class, () -> open.invoke("touch", NONE, 1));
    assertThrows(IllegalStateException.class, () -> runtime.load(CANARY));
  }
}
