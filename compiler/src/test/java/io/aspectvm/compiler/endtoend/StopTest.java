package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's brake: loops with gas for years end soon, and with the exact gas. */
@Timeout(60)
class StopTest {

  private static final long DELAY_MILLIS = 100;

  /** What an execution may take to see the signal: milliseconds, and seconds on a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final long F = 1_106;
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final Timer OPERATOR = new Timer("operator", true);

  @AfterAll
  static void close() {
    OPERATOR.cancel();
  }

  private static StopSignal stopSoon() {
    StopSignal stop = new StopSignal();
    TimerTask task =
        new TimerTask() {
          @Override
          public void run() {
            stop.stop();
          }
        };
    OPERATOR.schedule(task, DELAY_MILLIS);
    return stop;
  }

  private static final GuestModule LOOPS =
      new GuestModule()
          .memory(1)
          .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
          .table(1, "nothing")
          .global("count", ValueType.I64, 0)
          .function("nothing", "->", "")
          .function("something", "->", "nop")
          .export("allocate", "i32 -> i32", "i32.const 1024");

  /** A loop, what its block costs, and what functions that it calls cost on top. */
  private static Stream<Arguments> loops() {
    return Stream.of(
        loop("empty", "br 0", 150, 0),
        loop(
            "counting",
            "global.get $count; i64.const 1; i64.add; global.set $count; br 0",
            60 + 40 + 160 + 120 + 150,
            0),
        loop("calls", "call $nothing; call $something; br 0", 3 * 150, 10 + F),
        loop("through a table", "i32.const 0; call_indirect ->; br 0", 10 + 200 + 150, 0),
        loop("host calls", "call $gas; drop; br 0", 150 + 100 + 150, 10 + F),
        loop("memory.grow", "i32.const 0; memory.grow; drop; br 0", 10 + 435_000 + 100 + 150, 0),
        loop("a condition", "i32.const 1; br_if 0", 10 + 150, 0),
        loop("long", "nop;".repeat(3_000) + "br 0", 30_000 + 150, 0));
  }

  private static Arguments loop(String name, String body, long block, long called) {
    byte[] wasm = LOOPS.export("f", "->", "loop;" + body + "; end").toByteArray();
    return Arguments.of(name, wasm, block + F, called);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void stopsBehindACharge(String name, byte[] wasm, long block, long called) throws Exception {
    for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
      CompilerOptions options = OPTIONS.withMethodBytes(methodBytes);
      Aspects.under(
          Isolation.CLASS_LOADER,
          Aspects.compile(wasm, options),
          options,
          aspect -> {
            InvocationResult result = stopped(aspect);
            assertEquals(Long.MAX_VALUE - result.gasUsed(), result.gasLeft());
            long inLoop = result.gasUsed() - (150 + F);
            boolean looks = name.equals("host calls") || name.equals("memory.grow");
            long least = looks ? 0 : Instance.GAS_SLICE - block - called;
            assertTrue(inLoop >= least, result::toString);
            long rest = inLoop % (block + called);
            assertTrue(rest == 0 || rest == block, () -> "part of an iteration: " + rest);
          });
    }
  }

  private static InvocationResult stopped(Aspect aspect) {
    long start = System.nanoTime();
    InvocationResult result =
        aspect.invoke(
            ExecutionContext.builder().build(), stopSoon(), "f", new long[0], Long.MAX_VALUE);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(TrapKind.INTERRUPTED, result.trap());
    assertTrue(took.compareTo(SOON) < 0, took::toString);
    return result;
  }

  /** Every page copies the memory: what one slice pays for takes a minute. */
  @Test
  void growingLooksEachTime() throws Exception {
    byte[] wasm =
        new GuestModule()
            .memory(1)
            .table(1, "f")
            .export("pages", "->", "loop; i32.const 1; memory.grow; drop; br 0; end")
            .export("f", "->", "")
            .export(
                "elements",
                "->",
                "loop; ref.null funcref; i32.const 1; table.grow 0; drop; br 0; end")
            .toByteArray();
    Aspects.underEachPolicy(
        wasm,
        OPTIONS,
        aspect -> {
          for (String growing : List.of("pages", "elements")) {
            StopSignal stop = new StopSignal();
            stop.stop();
            InvocationResult result =
                aspect.invoke(
                    ExecutionContext.builder().build(), stop, growing, new long[0], Long.MAX_VALUE);
            assertEquals(TrapKind.INTERRUPTED, result.trap());
            // What the function and its loop cost, and one page or element.
            assertTrue(result.gasUsed() < Instance.GAS_SLICE / 100, result::toString);
            assertEquals(Long.MAX_VALUE - result.gasUsed(), result.gasLeft());
          }
        });
  }

  /** Host functions of a node that come without a price, and stop the execution themselves. */
  public static final class Free {

    private static StopSignal stop;
    private static int calls;

    private Free() {}

    @HostImport(module = "test", field = "raw", raw = true)
    public static void raw(HostContext context) {
      call();
    }

    @HostImport(module = "test", field = "value")
    public static void value(HostContext context) {
      call();
    }

    private static void call() {
      calls++;
      if (calls == 1_500) {
        stop.stop();
      }
    }
  }

  /** A slice of gas pays for millions of them, and each may take a millisecond. */
  @ParameterizedTest
  @ValueSource(strings = {"raw", "value"})
  void hostCallsLookHoweverCheapTheyAre(String function) throws Exception {
    CompilerOptions options = OPTIONS.withHostModules(HostModules.standard().plus(Free.class));
    byte[] wasm =
        new GuestModule()
            .memory(1)
            .importing("call", "test", function, "->")
            .export("f", "->", "loop; call $call; br 0; end")
            .toByteArray();
    Aspects.underEachPolicy(
        wasm,
        options,
        aspect -> {
          Free.calls = 0;
          Free.stop = new StopSignal();
          InvocationResult result =
              aspect.invoke(
                  ExecutionContext.builder().build(), Free.stop, "f", new long[0], Long.MAX_VALUE);
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          assertEquals(1_999, Free.calls);
        });
  }

  @ParameterizedTest
  @EnumSource
  void stopsUnderEveryPolicy(Isolation isolation) throws Exception {
    byte[] wasm = LOOPS.export("f", "->", "loop; br 0; end").toByteArray();
    Aspects.under(
        isolation,
        Aspects.compile(wasm, OPTIONS),
        OPTIONS,
        aspect -> {
          InvocationResult result = stopped(aspect);
          assertEquals(0, result.gasUsed() % (150 + F));
          // The next execution is not stopped.
          assertNull(aspect.invoke("allocate", new long[1], Aspects.PLENTY).trap());
        });
  }

  /** The call flow: an ordinary error, with the gas used so far. */
  @Test
  void stopsAnAspect() throws Exception {
    GuestModule guest =
        GuestModule.aspect().export("execute", "-> i32", "loop; br 0; end; i32.const 0");
    Aspects.underEachPolicy(
        guest.toByteArray(),
        OPTIONS,
        aspect -> {
          ExecutionResult result = call(aspect, stopSoon());
          assertEquals(Outcome.ERROR, result.outcome());
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          long used = result.wasmGasUsed().orElseThrow();
          assertEquals(10, used % (150 + F), "the last constant is paid first");
          assertEquals((AspectCall.MAX_EVM_GAS * 1_000 - used) / 1_000, result.evmGasLeft());
        });
  }

  private static ExecutionResult call(Aspect aspect, StopSignal stop) {
    return aspect.call(ExecutionContext.builder().build(), stop, "execute", AspectCall.MAX_EVM_GAS);
  }

  /** Guest code that a host call runs stops too, and is not taken for a failed host call. */
  @Test
  void stopsInsideAHostCall() throws Exception {
    GuestModule guest =
        GuestModule.aspect()
            .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
            .export("allocate", "i32 -> i32", "loop; br 0; end; i32.const 0")
            .export("execute", "-> i32", "call $gas");
    Aspects.underEachPolicy(
        guest.toByteArray(),
        OPTIONS,
        aspect -> assertEquals(TrapKind.INTERRUPTED, call(aspect, stopSoon()).trap()));
  }

  /** The start function loses all gas, as with any trap. */
  @Test
  void stopsInTheStartFunction() throws Exception {
    GuestModule guest = GuestModule.aspect().export("__aspect_start__", "->", "loop; br 0; end");
    Aspects.underEachPolicy(
        guest.toByteArray(),
        OPTIONS,
        aspect -> {
          ExecutionResult result = call(aspect, stopSoon());
          assertEquals(Outcome.INIT_FAILED, result.outcome());
          assertEquals(TrapKind.INTERRUPTED, result.trap());
          assertEquals(0, result.evmGasLeft());
        });
  }

  /** Out of gas is what it is, also for an execution that is to stop. */
  @Test
  void outOfGasComesFirst() throws Exception {
    GuestModule guest =
        GuestModule.aspect().export("execute", "-> i32", "loop; br 0; end; i32.const 0");
    Aspects.underEachPolicy(
        guest.toByteArray(),
        OPTIONS,
        aspect -> {
          StopSignal stop = new StopSignal();
          stop.stop();
          ExecutionResult result =
              aspect.call(ExecutionContext.builder().build(), stop, "execute", 1_000);
          assertEquals(Outcome.OUT_OF_GAS, result.outcome());
          ExecutionResult rich = call(aspect, stop);
          assertEquals(TrapKind.INTERRUPTED, rich.trap());
          assertTrue(rich.wasmGasUsed().orElseThrow() <= 2 * Instance.GAS_SLICE);
        });
  }
}
