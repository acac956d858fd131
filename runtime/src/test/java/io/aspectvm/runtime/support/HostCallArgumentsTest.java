package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExportedMemory;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.testing.FakeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * aspect-abi, section 5.2, steps 1 and 6: arguments are found in memory, and are of their types.
 */
class HostCallArgumentsTest extends HostCallFixture {

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "1, ok",
    "65530, ok",
    "65531, read params failed",
    "65535, read params failed",
    "65536, read params failed",
    "65537, read params failed",
    "-1, crash",
    "-2147483648, crash",
    "2147483647, crash",
  })
  void pointers(int pointer, String expected) {
    int echo = imports("echo", ImportPrice.FREE);
    start();
    if (pointer >= 0 && pointer <= MEMORY_BYTES - ValueReader.HEADER_BYTES) {
      ValueWriter.write(instance.memory.bytes, pointer, new Bytes(null));
    }

    if (expected.equals("ok")) {
      assertEquals(new Bytes(null), value(instance.callImport(echo, pointer)));
    } else if (expected.equals("crash")) {
      assertThrows(GuestCrash.class, () -> instance.callImport(echo, pointer));
    } else {
      traps(TrapKind.READ_PARAMS_FAILED, echo, pointer);
    }
    assertEquals(GAS, instance.gasLeft());
  }

  @Test
  void argumentsReadBeforeAFailureArePaid() {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int fiveBytes = put(new Bytes(new byte[5]));

    // The header of the second is not in memory: its length does not count.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, MEMORY_BYTES - 5, fiveBytes);
    assertEquals(GAS - 150, instance.gasLeft());

    // Its body is not: the length counts, and the third is not looked at.
    instance.setGas(GAS);
    int tooLong = header(11, 65_530);
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, tooLong, -1);
    assertEquals(GAS - 100 - 10 * (5 + 65_530), instance.gasLeft());

    // Its type is unknown: likewise.
    instance.setGas(GAS);
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, header(5, 7), fiveBytes);
    assertEquals(GAS - 100 - 10 * (5 + 7), instance.gasLeft());

    // The price comes before the trap.
    instance.setGas(149);
    traps(TrapKind.OUT_OF_GAS, three, fiveBytes, MEMORY_BYTES - 5, fiveBytes);
    assertEquals(-1, instance.gasLeft());
  }

  @Test
  void withoutMemoryNothingCanBeReadOrWritten() {
    for (ExportedMemory kind :
        new ExportedMemory[] {ExportedMemory.MISSING, ExportedMemory.NO_MEMORY}) {
      module = new FakeModule();
      int echo = imports("echo", new ImportPrice(100, 1, false, Surcharge.NONE));
      int nothing = imports("nothing", ImportPrice.FREE);
      int three = imports("three", ImportPrice.FREE);
      module.memory(kind).pages(-1, 0);
      start();
      traps(TrapKind.READ_PARAMS_FAILED, echo, 0);
      traps(TrapKind.WRITE_PARAMS_FAILED, nothing);
      traps(TrapKind.READ_PARAMS_FAILED, three, -1, -1, -1);
      assertEquals(GAS, instance.gasLeft());
    }
  }

  @Test
  void textIsDecodedWithReplacement() {
    int text = imports("echoText", ImportPrice.FREE);
    start();
    assertEquals(Str.of("\uFFFD"), value(call(text, new Str(GuestString.of(new byte[] {-1})))));
  }

  @Test
  void valuesOfAnotherTypeCrash() {
    int echo = imports("echo", new ImportPrice(100, 0, false, Surcharge.NONE));
    int text = imports("echoText", ImportPrice.FREE);
    int guestString = imports("echoGuestString", ImportPrice.FREE);
    int increment = imports("increment", ImportPrice.FREE);
    int unsigned = imports("incrementUnsigned", ImportPrice.FREE);
    int negate = imports("negate", ImportPrice.FREE);
    int add = imports("add", ImportPrice.FREE);
    start();
    int string = put(Str.of("text"));
    int bytes = put(new Bytes(new byte[8]));
    int uint64 = put(new Uint64(1));
    int int64 = put(new Int64(1));

    crashes(echo, string);
    crashes(text, bytes);
    crashes(guestString, bytes);
    crashes(increment, uint64);
    crashes(unsigned, int64);
    crashes(negate, int64);
    crashes(add, put(new Int32(1)), int64);
  }
}
