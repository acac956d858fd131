package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import org.junit.jupiter.api.Test;

/** What becomes of the gas counter where the JVM fails in compiled code. */
class ControlOperationsTest {

  private static final Error FAILURE = new OutOfMemoryError("none");

  private static final class Guest extends Instance {}

  private static Instance instance(long gas) {
    Instance instance = new Guest();
    instance.setGas(gas);
    return instance;
  }

  private static void crashes(Instance instance, long slice) {
    RuntimeException crash = ControlOperations.settle(FAILURE, instance, slice);
    assertEquals(GuestCrash.class, crash.getClass());
    assertSame(FAILURE, crash.getCause());
  }

  @Test
  void failuresWriteTheCounterBack() {
    Instance instance = instance(1_000);
    crashes(instance, 400);
    assertEquals(400, instance.gasLeft());
  }

  @Test
  void whatWasNotPaidIsOutOfGas() {
    Instance instance = instance(1_000);
    Trap trap = assertThrows(Trap.class, () -> ControlOperations.settle(FAILURE, instance, -1));
    assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
    assertEquals(-1, instance.gasLeft());
  }

  /** There may be no memory for the trap of out of gas. */
  @Test
  void outOfGasStaysSo() {
    Instance instance = instance(-1);
    crashes(instance, 400);
    assertEquals(-1, instance.gasLeft());
  }
}
