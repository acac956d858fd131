package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host function may ask of the instance that calls it. */
class HostEdgeTest {

  private final FakeModule module = FakeModule.ordinary();
  private final ExecutionContext context = ExecutionContext.builder().build();

  private FakeInstance bound() {
    FakeInstance instance = module.instance();
    context.bind(instance, ModuleLinks.of(module));
    return instance;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 0", "1000, 1", "1999, 1", "2000, 2", "-1, 0", "-5000, 0"})
  void evmGasIsRoundedDown(long wasm, long evm) {
    bound().setGas(wasm);
    assertEquals(wasm, context.wasmGasLeft());
    assertEquals(evm, context.evmGasLeft());
  }

  @Test
  void spendsWhatIsThere() {
    FakeInstance instance = bound();
    instance.setGas(2_999);
    context.spendEvmGas(0);
    assertEquals(2_999, instance.gasLeft());
    context.spendEvmGas(1);
    assertEquals(1_999, instance.gasLeft());
    refuses("-1 of 1 EVM gas", () -> context.spendEvmGas(-1));
    refuses("2 of 1 EVM gas", () -> context.spendEvmGas(2));
    assertEquals(1_999, instance.gasLeft());
    context.spendEvmGas(1);
    assertEquals(999, instance.gasLeft());
    refuses("1 of 0 EVM gas", () -> context.spendEvmGas(1));
  }

  private static void refuses(String message, Executable spending) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, spending).getMessage());
  }

  @Test
  void longComputationsSeeTheOperatorsStop() {
    FakeInstance instance = bound();
    context.checkStop();
    instance.requestStop();
    assertEquals(TrapKind.INTERRUPTED, assertThrows(Trap.class, context::checkStop).kind());
  }

  @Test
  void memoryIsThereOrNot() {
    FakeInstance instance = bound();
    assertTrue(context.hasMemory());
    assertSame(instance.memory.bytes, context.memory().array());
    context.release();
    module.pages(-1, 0);
    bound();
    assertFalse(context.hasMemory());
    assertThrows(IllegalStateException.class, context::memory);
  }

  @Test
  void nothingIsLeftOnceReleased() {
    HostEdge edge = context;
    assertFalse(edge.isBound());
    bound();
    assertTrue(edge.isBound());
    context.release();
    assertFalse(edge.isBound());
    for (Executable question :
        new Executable[] {
          context::evmGasLeft,
          context::wasmGasLeft,
          context::checkStop,
          context::hasMemory,
          context::memory,
          () -> context.spendEvmGas(0)
        }) {
      assertThrows(IllegalStateException.class, question);
    }
  }
}
