package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** aspect-abi, section 5.2, step 8, and crashes: what a host function throws. */
class HostCallFailureTest extends HostCallFixture {

  @ParameterizedTest
  @CsvSource({
    "out of gas, OUT_OF_GAS",
    "out of gas!, WRITE_PARAMS_FAILED",
    "Out of gas, WRITE_PARAMS_FAILED",
    "'', WRITE_PARAMS_FAILED",
    "anything, WRITE_PARAMS_FAILED",
  })
  void errorsOfAHostFunctionTrapAfterTheCounterIsSynchronised(String text, TrapKind kind) {
    int error = imports("error", ImportPrice.FREE);
    start();
    instance.setGas(11_111);
    Trap trap = traps(kind, error, put(new Int64(3)), put(Str.of(text)));
    assertEquals(8_111, instance.gasLeft());
    assertEquals(text, trap.getCause().getMessage());
  }

  @ParameterizedTest
  @EnumSource(TestHost.Failure.class)
  void anythingElseThatAHostFunctionThrowsIsACrash(TestHost.Failure failure) {
    int fail = imports("fail", new ImportPrice(5, 0, false, Surcharge.NONE));
    int rawFail = imports("rawFail", new ImportPrice(5, 0, false, Surcharge.NONE));
    start();
    int number = put(new Int32(failure.ordinal()));

    GuestCrash crash = assertThrows(GuestCrash.class, () -> instance.callImport(fail, number));
    assertNotNull(crash.getCause());
    assertEquals(GAS - 1005, instance.gasLeft());

    Trap trap = traps(TrapKind.HOST_ERROR, rawFail, failure.ordinal());
    assertSame(crash.getCause().getClass(), trap.getCause().getClass());
    assertEquals(GAS - 2010, instance.gasLeft());
  }

  /** Traps and crashes leave as they are. */
  @Test
  void outcomesAreNotWrapped() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    GuestCrash crash = new GuestCrash("crash");
    assertSame(crash, HostCall.begin(instance, echo).failed(crash));
    assertSame(crash, HostCall.rawFailed(crash));
    Trap trap = new Trap(TrapKind.OUT_OF_GAS);
    assertSame(trap, HostCall.rawFailed(trap));
    assertTrue(trap.isSettled());
    Trap other = new Trap(TrapKind.OUT_OF_GAS);
    assertSame(other, HostCall.begin(instance, echo).failed(other));
    assertTrue(other.isSettled());
  }
}
