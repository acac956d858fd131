package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.joinpoint.Inputs;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointListener;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a service of the host throws ends one execution, as an outcome with the right gas, by
 * every way into the runtime; and the next execution is as any.
 */
class HostFailuresTest {

  private static final long GAS = 1_000_000;
  private static final long SPENT = 7;
  private static final long WASM_GAS = GAS * 1_000;
  private static final long WASM_SPENT = SPENT * 1_000;
  private static final long[] POINTERS = {0, 0};
  private static final Str ARGUMENT = Str.of("argument");
  private static final Script HEALTHY = guest -> guest.spend(1).returns("done");

  /** What services throw. */
  enum Failure {
    EXCEPTION(() -> new IllegalStateException("boom")),
    HOST_ERROR(() -> new HostError("boom")),
    CHECKED_EXCEPTION(() -> new java.io.IOException("boom")),
    ASSERTION_ERROR(() -> new AssertionError("boom")),
    STACK_OVERFLOW(StackOverflowError::new),
    OUT_OF_MEMORY(() -> new OutOfMemoryError("boom")),
    LINKAGE_ERROR(() -> new NoClassDefFoundError("boom")),
    INITIALIZER_ERROR(() -> new ExceptionInInitializerError(new OutOfMemoryError("boom"))),
    INTERNAL_ERROR(() -> new InternalError("boom")),
    OTHER_ERROR(() -> new Error("boom")),
    OTHER_THROWABLE(() -> new Throwable("boom")),
    CYCLE(Failure::cycle),
    BROKEN_EXCEPTION(() -> new Broken(() -> new IllegalStateException("broken"))),
    BROKEN_ERROR(() -> new Broken(StackOverflowError::new)),
    BROKEN_CAUSE(() -> new RuntimeException(new Broken(() -> new OutOfMemoryError("broken"))));

    private final Supplier<Throwable> thrown;

    Failure(Supplier<Throwable> thrown) {
      this.thrown = thrown;
    }

    private static Throwable cycle() {
      RuntimeException one = new RuntimeException("one");
      RuntimeException other = new RuntimeException("other", one);
      one.initCause(other);
      return one;
    }

    String fail() {
      return HostFailuresTest.<RuntimeException, String>sneak(thrown.get());
    }
  }

  /** Throws by each of its methods, too. */
  private static final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<? extends Throwable> thrown;

    Broken(Supplier<? extends Throwable> thrown) {
      this.thrown = thrown;
    }

    private <T> T fail() {
      return HostFailuresTest.<RuntimeException, T>sneak(thrown.get());
    }

    @Override
    public String getMessage() {
      return fail();
    }

    @Override
    public String toString() {
      return fail();
    }

    @Override
    public synchronized Throwable getCause() {
      return fail();
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return fail();
    }
  }

  @SuppressWarnings("unchecked") // Anything can be thrown: the JVM knows no checked exceptions.
  private static <E extends Throwable, T> T sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static AspectRuntime runtime;
  private static Aspect aspect;

  @BeforeAll
  static void load() {
    runtime = ScriptedAspect.runtime();
    aspect = ScriptedAspect.load(runtime);
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static HostServices services(Script script) {
    return HostServices.builder().with(Script.class, script).build();
  }

  private static Script failing(Failure failure) {
    return guest -> guest.spend(SPENT).returns(failure.fail());
  }

  private static ExecutionContext context(Script script) {
    return ExecutionContext.builder().services(services(script)).build();
  }

  private static void crashed(ExecutionResult result) {
    assertEquals(Outcome.CRASH, result.outcome());
    assertEquals(ExecutionResult.CRASH_TEXT, result.error());
    assertEquals(GAS, result.evmGasLeft());
  }

  private static void crashed(InvocationResult result) {
    assertTrue(result.crash() != null && result.trap() == null, result::toString);
    assertEquals(WASM_SPENT, result.gasUsed());
    assertEquals(WASM_GAS - WASM_SPENT, result.gasLeft());
  }

  @ParameterizedTest
  @EnumSource
  void endsACall(Failure failure) {
    crashed(aspect.call(context(failing(failure)), "execute", GAS, ARGUMENT, ARGUMENT));
    assertEquals(
        GAS - 1, aspect.call(context(HEALTHY), "execute", GAS, ARGUMENT, ARGUMENT).evmGasLeft());
  }

  @ParameterizedTest
  @EnumSource
  void endsAnInvocation(Failure failure) {
    StopSignal stop = new StopSignal();
    crashed(aspect.invoke(context(failing(failure)), stop, "execute", POINTERS, WASM_GAS));
    InvocationResult next = aspect.invoke(context(HEALTHY), stop, "execute", POINTERS, WASM_GAS);
    assertEquals(1_000, next.gasUsed());
    assertTrue(next.isSuccess());
  }

  /** The instance is called again, its host's side included. */
  @ParameterizedTest
  @EnumSource
  void endsACallOfAnInstance(Failure failure) {
    AtomicReference<Script> script = new AtomicReference<>(failing(failure));
    AspectInstance instance = aspect.newInstance(context(guest -> script.get().run(guest)));
    StopSignal stop = new StopSignal();
    crashed(instance.invoke(stop, "execute", WASM_GAS, POINTERS));
    crashed(instance.invoke(stop, "execute", WASM_GAS, POINTERS));
    script.set(HEALTHY);
    InvocationResult next = instance.invoke(stop, "execute", WASM_GAS, POINTERS);
    assertEquals(1_000, next.gasUsed());
    assertTrue(next.isSuccess());
  }

  @ParameterizedTest
  @EnumSource
  void endsALinkedInstance(Failure failure) {
    AtomicReference<Script> script = new AtomicReference<>(failing(failure));
    AspectInstance instance =
        new Linker(runtime)
            .instantiate(ScriptedAspect.compiled(), context(guest -> script.get().run(guest)));
    StopSignal stop = new StopSignal();
    crashed(instance.invoke(stop, "execute", WASM_GAS, POINTERS));
    script.set(HEALTHY);
    assertTrue(instance.invoke(stop, "execute", WASM_GAS, POINTERS).isSuccess());
  }

  @ParameterizedTest
  @EnumSource
  void endsAJoinPoint(Failure failure) {
    JoinPointHost host = JoinPointHost.of(services(failing(failure)));
    JoinPointResult result = aspect.operation(Inputs.operation(), GAS, host);
    assertEquals(Kind.CRASH, result.error().kind());
    assertEquals(GAS, result.gasLeft());
    crashed(result.execution());

    OwnershipResult owner = aspect.isOwner(new byte[20], GAS, host);
    assertTrue(owner.isCrash());
    assertFalse(owner.isOwner());
    assertEquals(GAS, owner.gasLeft());

    JoinPointHost healthy = JoinPointHost.of(services(HEALTHY));
    assertEquals(GAS - 1, aspect.operation(Inputs.operation(), GAS, healthy).gasLeft());
  }

  /** Other nodes have the outcome, too. */
  @ParameterizedTest
  @EnumSource
  void aListenerChangesNothing(Failure failure) {
    JoinPointListener listener = (joinPoint, id, version, gas, result) -> failure.fail();
    HostServices services =
        services(HEALTHY).toBuilder().with(JoinPointListener.class, listener).build();
    JoinPointResult result = aspect.operation(Inputs.operation(), GAS, JoinPointHost.of(services));
    assertNull(result.error());
    assertEquals(GAS - 1, result.gasLeft());
    String note = result.execution().diagnostic();
    assertTrue(note.startsWith("the listener failed: "), note);
  }

  /** A failure that is told apart from others by its own text is not lost. */
  @Test
  void saysWhatFailed() {
    ExecutionResult result =
        aspect.call(
            context(failing(Failure.INITIALIZER_ERROR)), "execute", GAS, ARGUMENT, ARGUMENT);
    assertEquals(
        "the execution failed: java.lang.ExceptionInInitializerError:"
            + " java.lang.OutOfMemoryError: boom",
        result.diagnostic());
  }
}
