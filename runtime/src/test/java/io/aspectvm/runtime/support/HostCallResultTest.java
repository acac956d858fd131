package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.host.ImportPrice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** aspect-abi, section 5.2, step 9: the guest makes room, and the result is written there. */
class HostCallResultTest extends HostCallFixture {

  @Test
  void nullResultsAreEmpty() {
    int bytes = imports("nothing", ImportPrice.FREE);
    int text = imports("noText", ImportPrice.FREE);
    int guestString = imports("noGuestString", ImportPrice.FREE);
    start();

    assertEquals(new Bytes(null), value(call(bytes)));
    assertEquals(Str.of(""), value(call(text)));
    assertEquals(Str.of(""), value(call(guestString)));
  }

  @Test
  void allocateIsMeteredAndItsOutOfGasShowsInTheCounter() {
    int nothing = imports("nothing", ImportPrice.FREE);
    module.allocator(1466);
    start();
    instance.setGas(1466);
    assertEquals(new Bytes(null), value(instance.callImport(nothing)));
    assertEquals(0, instance.gasLeft());

    instance.setGas(1465);
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
    assertEquals(-1, instance.gasLeft());
  }

  @Test
  void aMissingOrMistypedAllocateCannotMakeRoom() {
    int nothing = imports("nothing", ImportPrice.FREE);
    start();
    module.without("allocate");
    bindAgain();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);

    module.function("allocate", "(i64) -> (i32)", (guest, values) -> {});
    bindAgain();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);

    for (String type : new String[] {"(i32) -> (i64)", "(i32) -> ()", "(i32) -> (i32, i32)"}) {
      module.function("allocate", type, (guest, values) -> guest.charge(10));
      bindAgain();
      instance.setGas(GAS);
      crashes(nothing);
      assertEquals(GAS - 10, instance.gasLeft(), "it ran");
    }
    assertEquals(GAS - 10, instance.gasLeft());
  }

  @Test
  void trapsInsideAllocateAreAllTheSameButTheOperatorsStop() {
    int nothing = imports("nothing", ImportPrice.FREE);
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          guest.charge(10);
          throw new Trap(TrapKind.UNREACHABLE).settle();
        });
    start();
    traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
    assertEquals(GAS - 10, instance.gasLeft());

    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          throw new Trap(TrapKind.INTERRUPTED).settle();
        });
    bindAgain();
    traps(TrapKind.INTERRUPTED, nothing);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "1, ok",
    "65528, ok",
    "65529, write params failed",
    "65535, write params failed",
    "65536, write params failed",
    "65537, write params failed",
    "2147483647, write params failed",
    "-1, crash",
    "-2147483648, crash",
  })
  void pointersFromAllocate(int pointer, String expected) {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    module.function("allocate", "(i32) -> (i32)", (guest, values) -> values[0] = pointer);
    bindAgain();
    int argument = put(new Bytes(new byte[] {1, 2}));

    if (expected.equals("ok")) {
      assertEquals(pointer, instance.callImport(echo, argument));
      assertEquals(new Bytes(new byte[] {1, 2}), value(pointer));
    } else if (expected.equals("crash")) {
      crashes(echo, argument);
    } else {
      traps(TrapKind.WRITE_PARAMS_FAILED, echo, argument);
    }
  }

  @Test
  void theMemoryIsLookedUpAgainAfterAllocate() {
    int echo = imports("echo", ImportPrice.FREE);
    module.function(
        "allocate",
        "(i32) -> (i32)",
        (guest, values) -> {
          values[0] = guest.memory.pages() * 65_536L;
          guest.memory.grow(1);
        });
    start();
    int argument = put(new Bytes(new byte[] {1, 2}));
    assertEquals(MEMORY_BYTES, instance.callImport(echo, argument));
    assertEquals(new Bytes(new byte[] {1, 2}), value(MEMORY_BYTES));
  }

  @Test
  void anArgumentMayLieWhereTheResultGoes() {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    int argument = put(new Bytes(new byte[] {1, 2, 3, 4}));
    module.function("allocate", "(i32) -> (i32)", (guest, values) -> values[0] = argument + 3L);
    bindAgain();
    int result = instance.callImport(echo, argument);
    assertEquals(new Bytes(new byte[] {1, 2, 3, 4}), value(result));
  }

  @Test
  void onceOutOfGasNoGuestCodeRuns() {
    // The counter is negative when the result is to be written: allocate must not be entered.
    int error = imports("error", ImportPrice.FREE);
    start();
    instance.setGas(-1);
    int before = instance.calls;
    HostCall call = HostCall.begin(instance, error);
    Trap trap =
        assertThrows(
            Trap.class,
            () -> {
              try {
                call.bytesResult(new byte[1]);
              } catch (Throwable failure) {
                throw call.failed(failure);
              }
            });
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
    assertEquals(before, instance.calls);
  }
}
