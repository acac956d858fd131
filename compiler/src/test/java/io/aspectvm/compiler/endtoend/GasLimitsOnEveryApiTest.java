package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.wasm.Profile;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gas from all corners on every API that takes some: never is more left than was given, and never
 * less than nothing (hazard H20, Besu's CVE-2022-36025).
 */
@Timeout(60)
class GasLimitsOnEveryApiTest extends RegistryFixture {

  private static final GuestModule SOUND =
      GuestModule.aspect()
          .export("execute", "i32 i32 -> i32", "i32.const 0")
          .export("f", "-> i32", "i32.const 0");

  /** Instantiates nowhere: a segment does not fit. */
  private static final GuestModule UNLOADABLE = SOUND.data(-1, (byte) 1);

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);
  private static final long NEED = 10 + 1_106;
  private static final ByteString BYTES = ByteString.copyFrom(new byte[32]);
  private static final WithFromTxInput TX =
      WithFromTxInput.newBuilder()
          .setHash(BYTES)
          .setTo(BYTES.substring(12))
          .setFrom(BYTES.substring(12))
          .build();
  private static final BlockInput BLOCK = BlockInput.newBuilder().setNumber(7).build();

  private final ChainStore store = ChainStore.inMemory();

  @Override
  ChainStore store() {
    return store;
  }

  @AfterEach
  void close() {
    node.close();
    store.close();
  }

  /** 2^63 and 2^64 - 1 are the last two, in Java's type. */
  static LongStream limits() {
    return LongStream.of(
        0,
        1,
        1_000,
        1L << 31,
        1L << 32,
        AspectCall.MAX_EVM_GAS - 1,
        AspectCall.MAX_EVM_GAS,
        AspectCall.MAX_EVM_GAS + 1,
        Long.MAX_VALUE / 1_000 * 2,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1);
  }

  private static void within(long given, long left, Object result) {
    assertTrue(left >= 0 && left <= Math.max(0, given), () -> given + " given: " + result);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void calls(long gas) throws Exception {
    Aspects.underEachPolicy(
        SOUND.toByteArray(),
        OPTIONS,
        aspect -> {
          ExecutionContext context = ExecutionContext.builder().build();
          ExecutionResult result = aspect.call(context, "f", gas);
          within(gas, result.evmGasLeft(), result);
          Outcome ran = gas * 1_000 < NEED ? Outcome.OUT_OF_GAS : Outcome.NONE;
          assertEquals(gas > AspectCall.MAX_EVM_GAS ? Outcome.INIT_FAILED : ran, result.outcome());
        });
    Aspects.underEachPolicy(
        UNLOADABLE.toByteArray(),
        OPTIONS,
        aspect -> {
          ExecutionContext context = ExecutionContext.builder().build();
          ExecutionResult result = aspect.call(context, "f", gas);
          assertEquals(Outcome.UNLOADABLE, result.outcome());
          assertEquals(Math.max(0, gas), result.evmGasLeft());
        });
  }

  @ParameterizedTest
  @MethodSource("limits")
  void invocations(long gas) throws Exception {
    Aspects.underEachPolicy(
        SOUND.toByteArray(),
        OPTIONS,
        aspect -> {
          AspectInstance instance = aspect.newInstance();
          if (gas < 0) {
            assertThrows(
                IllegalArgumentException.class, () -> aspect.invoke("f", new long[0], gas));
            assertThrows(
                IllegalArgumentException.class, () -> instance.invoke(new StopSignal(), "f", gas));
            return;
          }
          invoked(gas, aspect.invoke("f", new long[0], gas));
          invoked(gas, instance.invoke(new StopSignal(), "f", gas));
        });
  }

  private static void invoked(long gas, InvocationResult result) {
    assertEquals(gas < NEED ? TrapKind.OUT_OF_GAS : null, result.trap());
    assertEquals(gas < NEED ? -1 : gas - NEED, result.gasLeft());
    assertEquals(gas < NEED ? gas : NEED, result.gasUsed());
  }

  @ParameterizedTest
  @MethodSource("limits")
  void joinPoints(long gas) throws Exception {
    JoinPointHost host = JoinPointHost.of(HostServices.inMemory());
    for (GuestModule guest : new GuestModule[] {SOUND, UNLOADABLE}) {
      Aspects.underEachPolicy(
          guest.toByteArray(),
          OPTIONS,
          aspect -> {
            within(gas, init(aspect, gas, host));
            within(gas, operation(aspect, gas, host));
            OwnershipResult owner = aspect.isOwner(new byte[20], gas, host);
            within(gas, owner.gasLeft(), owner);
          });
    }
  }

  private static void within(long given, JoinPointResult result) {
    within(given, result.gasLeft(), result);
  }

  private static JoinPointResult init(Aspect aspect, long gas, JoinPointHost host) {
    InitInput input = InitInput.newBuilder().setTx(TX).setBlock(BLOCK).setCallData(BYTES).build();
    return aspect.init(input, gas, host);
  }

  private static JoinPointResult operation(Aspect aspect, long gas, JoinPointHost host) {
    OperationInput input =
        OperationInput.newBuilder().setTx(TX).setBlock(BLOCK).setCallData(BYTES).build();
    return aspect.operation(input, gas, host);
  }

  /** Calls of the core contract, and transactions to a contract with aspects. */
  @ParameterizedTest
  @MethodSource("limits")
  void transactions(long gas) throws Exception {
    done(SENDER, deployment(example("counter"), new byte[0], CALL_LEVEL_AND_TX));
    done(OWNER, bind(FIRST, 0, 0));
    for (byte[] callData :
        new byte[][] {
          ENTRYPOINT.encodeCall(FIRST, new byte[] {1}),
          upgrade(FIRST, example("counter"), CALL_LEVEL_AND_TX),
          new byte[] {1, 2, 3}
        }) {
      CoreResult result = call(SENDER, gas, callData);
      within(gas, result.gasLeft(), result);
    }
    if (gas < 0) {
      return; // The EVM has none to give.
    }
    try (StoreTransaction block = store.beginBlock(store.latestBlock().orElseThrow() + 1)) {
      TransactionOutcome outcome = transact(node.transaction(block, SENDER, 0, 7), gas);
      within(gas, outcome.gasLeft(), outcome);
      if (gas >= 1L << 31 && gas <= AspectCall.MAX_EVM_GAS) {
        assertNull(outcome.error());
      }
    }
  }
}
