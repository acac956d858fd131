package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.ChildJvm;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.Recursion;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recursion ends by the depth budget, after the same number of frames and with the same gas
 * wherever it runs (hazards H24, CWA-2023-002); loops end by gas.
 */
@Timeout(180)
class RecursionTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  private static List<Recursion.Case> cases() {
    return Recursion.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsAfterTheFramesThatTheBudgetPays(Recursion.Case guest) throws Exception {
    TrapKind trap =
        guest.name().startsWith("through the host")
            ? TrapKind.WRITE_PARAMS_FAILED
            : TrapKind.CALL_STACK_EXHAUSTED;
    Aspects.underEachPolicy(
        guest.guest().toByteArray(),
        OPTIONS,
        aspect -> {
          String outcome = Recursion.run(guest, aspect);
          assertTrue(outcome.startsWith(guest + ": " + guest.frames() + " frames, "), outcome);
          assertTrue(outcome.endsWith(", " + trap + ", null"), outcome);
        });
  }

  /** Also while the JIT changes the frames under it, and where it never does. */
  @Test
  void endsAtTheSameDepthInEveryMode() throws Exception {
    Set<String> here = new HashSet<>(Recursion.runAll(cases(), 5));
    assertEquals(cases().size(), here.size());
    assertEquals(here, inChild("-Xint", "-Xss256k"));
    assertEquals(here, inChild("-XX:TieredStopAtLevel=1"));
  }

  private static Set<String> inChild(String... flags) throws Exception {
    return new HashSet<>(ChildJvm.run(List.of(flags), Recursion.class));
  }

  @Test
  void endsAtTheSameDepthOnThreadsOfTheRuntime() throws Exception {
    Recursion.Case guest = cases().get(0);
    CompiledModule module = Aspects.compile(guest.guest().toByteArray(), OPTIONS);
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, Isolation.CLASS_LOADER);
        Aspect aspect = runtime.load(module)) {
      List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
      outcomes.add(Recursion.run(guest, aspect));
      for (int i = 0; i < 3; i++) {
        Thread thread =
            runtime.threadFactory().newThread(() -> outcomes.add(Recursion.run(guest, aspect)));
        thread.start();
        thread.join();
      }
      assertEquals(4, outcomes.size());
      assertEquals(1, new HashSet<>(outcomes).size(), outcomes::toString);
    }
  }

  /** A function in pieces has the frame that it has as a whole. */
  @Test
  void piecesCountAsOneFrame() throws Exception {
    for (Recursion.Case guest : cases()) {
      Aspects.under(
          Isolation.CLASS_LOADER,
          Aspects.compile(guest.guest().toByteArray(), OPTIONS.withMethodBytes(200)),
          OPTIONS,
          aspect -> {
            String outcome = Recursion.run(guest, aspect);
            assertTrue(outcome.startsWith(guest + ": " + guest.frames() + " frames, "), outcome);
          });
    }
  }

  /** The smallest frame takes 16 slots: 16,384 of them fill the budget exactly. */
  @Test
  void theSmallestFrameTakesSixteenSlots() throws Exception {
    byte[] wasm = new GuestModule().export("f", "->", "call $f").toByteArray();
    long charge = 150 + 1_106;
    Aspects.underEachPolicy(
        wasm,
        OPTIONS,
        aspect -> {
          InvocationResult result = aspect.invoke("f", new long[0], Aspects.PLENTY);
          assertEquals(TrapKind.CALL_STACK_EXHAUSTED, result.trap());
          assertEquals(16_384 * charge, result.gasUsed());
          // Gas for one frame less ends it otherwise.
          InvocationResult poor = aspect.invoke("f", new long[0], 16_384 * charge - 1);
          assertEquals(TrapKind.OUT_OF_GAS, poor.trap());
          InvocationResult exact = aspect.invoke("f", new long[0], 16_384 * charge);
          assertEquals(TrapKind.CALL_STACK_EXHAUSTED, exact.trap());
          assertEquals(0, exact.gasLeft());
        });
  }

  /** The budget is an option, and part of what a module is. */
  @Test
  void theBudgetIsConfigurable() throws Exception {
    byte[] wasm = new GuestModule().export("f", "->", "call $f").toByteArray();
    CompiledModule module = Aspects.compile(wasm, OPTIONS.withDepthBudget(16 * 100 + 15));
    Aspects.under(
        Isolation.CLASS_LOADER,
        module,
        OPTIONS,
        aspect ->
            assertEquals(
                100 * (150 + 1_106L), aspect.invoke("f", new long[0], Aspects.PLENTY).gasUsed()));
    assertTrue(
        !Aspects.compile(wasm, OPTIONS)
            .manifest()
            .getIdentityDigest()
            .equals(module.manifest().getIdentityDigest()));
  }

  /** The exact module of CWA-2023-002, through the call flow: an argument has to be allocated. */
  @Test
  void allocateThatCallsTheHostEndsInAnError() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
            .export("allocate", "i32 -> i32", "call $gas")
            .export("execute", "i32 -> i32", "i32.const 0")
            .toByteArray();
    long used = 65 * (150 + 1_106);
    Aspects.underEachPolicy(
        wasm,
        CompilerOptions.of(Profile.ASPECT),
        aspect -> {
          ExecutionResult result =
              aspect.call(ExecutionContext.builder().build(), "execute", 1_000, Str.of("hi"));
          assertEquals(Outcome.ERROR, result.outcome());
          assertEquals("write params failed", result.error());
          assertEquals(TrapKind.WRITE_PARAMS_FAILED, result.trap());
          assertEquals(used, result.wasmGasUsed().orElseThrow());
          assertEquals((1_000_000 - used) / 1_000, result.evmGasLeft());
        });
  }

  /** A trap from the depths leaves the runtime and the thread as they were. */
  @Test
  void recursionCanHappenAgainAndAgain() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .function("f", "->", "call $f")
            .export("execute", "-> i32", "call $f; i32.const 0")
            .export("fine", "-> i32", "i32.const 0")
            .toByteArray();
    Aspects.underEachPolicy(
        wasm,
        CompilerOptions.of(Profile.ASPECT),
        aspect -> {
          for (int i = 0; i < 50; i++) {
            ExecutionResult deep =
                aspect.call(ExecutionContext.builder().build(), "execute", 1_000_000);
            assertEquals(TrapKind.CALL_STACK_EXHAUSTED, deep.trap());
            assertEquals(
                "method execute execution fail, "
                    + "err: call stack exhausted: call stack exhausted",
                deep.error());
            ExecutionResult fine =
                aspect.call(ExecutionContext.builder().build(), "fine", 1_000_000);
            assertNull(fine.error());
          }
        });
  }

  @Test
  void loopsEndByGas() throws Exception {
    byte[] wasm =
        new GuestModule()
            .export("empty", "->", "loop; br 0; end")
            .export("nested", "->", "loop; loop; br 1; end; end")
            .export("table", "->", "loop; i32.const 0; br_table 0 0 0; end")
            .export("calls", "->", "loop; call $nothing; br 0; end")
            .function("nothing", "->", "")
            .toByteArray();
    for (int methodBytes : new int[] {200, CompilerOptions.MAX_JIT_METHOD_BYTES}) {
      Aspects.underEachPolicy(
          wasm,
          OPTIONS.withMethodBytes(methodBytes),
          aspect -> {
            for (String export : List.of("empty", "nested", "table", "calls")) {
              InvocationResult result = aspect.invoke(export, new long[0], 250_000_000);
              assertEquals(TrapKind.OUT_OF_GAS, result.trap(), export);
              assertEquals(-1, result.gasLeft());
              assertEquals(250_000_000, result.gasUsed());
            }
          });
    }
  }
}
