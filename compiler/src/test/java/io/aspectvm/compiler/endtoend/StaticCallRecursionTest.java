package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.RunningEvm;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An aspect that calls a contract, whose call runs the aspect again, without end (CWA-2022-004,
 * CWA-2025-007): it ends after 64 executions in each other, or by gas, the same way everywhere.
 */
@Timeout(60)
class StaticCallRecursionTest {

  private static final int MOST = 64;
  private static final long PLENTY = 1_000_000;

  /** What takes a call of its own, and what is left for it is less than that. */
  private static final long LITTLE = 1_000;

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);

  /** A call of a contract with all the gas there is. */
  private static final StaticCallRequest REQUEST =
      StaticCallRequest.newBuilder()
          .setTo(ByteString.copyFrom(new byte[20]))
          .setData(ByteString.EMPTY)
          .setGas(0)
          .build();

  private static final byte[] GUEST =
      GuestModule.aspect()
          .importing("staticCall", "evm-call-api", "__EvmCallApi__.staticCall", "i32 -> i32")
          .data(64, ValueWriter.encode(new Bytes(REQUEST.toByteArray())))
          .export("execute", "-> i32", "i32.const 64; call $staticCall")
          .toByteArray();

  /** An EVM that has the aspect run before each call; all results in the order of their ends. */
  private static final class Evm implements EvmCalls {

    private final Aspect aspect;
    private final List<String> results = new ArrayList<>();
    private int deepest;
    private int depth;

    Evm(Aspect aspect) {
      this.aspect = aspect;
    }

    ExecutionResult run(long gas) {
      depth++;
      deepest = Math.max(deepest, depth);
      try {
        ExecutionContext context =
            ExecutionContext.builder()
                .joinPoint(JoinPoint.PRE_CONTRACT_CALL)
                .services(HostServices.inMemory().toBuilder().with(EvmCalls.class, this).build())
                .build();
        ExecutionResult result = aspect.call(context, "execute", gas);
        assertTrue(result.evmGasLeft() >= 0 && result.evmGasLeft() <= gas, result::toString);
        results.add(depth + ": " + result.outcome() + " " + gas + " " + result.evmGasLeft());
        return result;
      } finally {
        depth--;
      }
    }

    @Override
    public EvmResult staticCall(
        ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas) {
      ExecutionResult result = run(gas);
      return result.isSuccess()
          ? EvmResult.success(new byte[0], result.evmGasLeft())
          : EvmResult.reverted(new byte[0], result.evmGasLeft());
    }

    @Override
    public RunningEvm running(ExecutionContext execution) {
      return null;
    }
  }

  private static Evm ran(Aspect aspect, long gas) {
    Evm evm = new Evm(aspect);
    evm.run(gas);
    assertEquals(0, evm.depth);
    return evm;
  }

  @Test
  void endsAfterSixtyFourExecutions() throws Exception {
    CompiledModule module = Aspects.compile(GUEST, OPTIONS);
    List<List<String>> all = new ArrayList<>();
    for (Isolation isolation : Isolation.values()) {
      try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation);
          Aspect aspect = runtime.load(module)) {
        Evm evm = ran(aspect, PLENTY);
        assertEquals(MOST + 1, evm.deepest, "one is refused");
        assertEquals(MOST, evm.results.size());
        // Whoever is refused is the host's, and its caller crashes with all of its gas.
        String innermost = evm.results.get(0);
        assertTrue(innermost.matches("64: CRASH (\\d+) \\1"), innermost);
        for (int i = 1; i < MOST; i++) {
          assertTrue(evm.results.get(i).startsWith((MOST - i) + ": VALUE "), evm.results::toString);
        }
        all.add(evm.results);
        all.add(ran(aspect, PLENTY).results);
        Thread own = runtime.threadFactory().newThread(() -> all.add(ran(aspect, PLENTY).results));
        own.start();
        own.join();
      }
    }
    assertEquals(3 * Isolation.values().length, all.size());
    assertEquals(1, all.stream().distinct().count(), all::toString);
  }

  @Test
  void endsByGas() throws Exception {
    Aspects.underEachPolicy(
        GUEST,
        OPTIONS,
        aspect -> {
          Evm evm = ran(aspect, LITTLE);
          assertTrue(evm.deepest < MOST, evm.results::toString);
          assertEquals(evm.deepest, evm.results.size());
          assertTrue(evm.results.get(0).endsWith(" 0"), evm.results::toString);
          assertNotEquals(-1, evm.results.get(0).indexOf(Outcome.OUT_OF_GAS.name()));
        });
  }
}
