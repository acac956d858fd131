package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** aspect-abi, section 5.2, steps 2 to 5, and 5.3: what a host call costs before it runs. */
class HostCallPriceTest extends HostCallFixture {

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "1, 0, 0, 110", "0, 0, 1, 110", "3, 4, 5, 220"})
  void thePriceCountsAllArgumentsAndNothingIfTheyAreEmpty(int a, int b, int c, long price) {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();

    call(three, new Bytes(new byte[a]), new Bytes(new byte[b]), new Bytes(new byte[c]));

    assertEquals(GAS - price, instance.gasLeft());
    assertEquals(GuestString.of(a + " " + b + " " + c), context.logs().get(0));
  }

  @Test
  void hardenedPricesAreDueEvenIfArgumentsAreEmpty() {
    int echo = imports("echo", new ImportPrice(100, 10, true, Surcharge.NONE));
    start();
    call(echo, new Bytes(null));
    assertEquals(GAS - 100, instance.gasLeft());
  }

  @Test
  void theExactPriceIsEnoughAndOneLessIsOutOfGas() {
    int echo = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int[] pointers = {put(new Bytes(new byte[3])), put(new Bytes(null)), put(new Bytes(null))};

    instance.setGas(130);
    instance.callImport(echo, pointers);
    assertEquals(0, instance.gasLeft());

    instance.setGas(129);
    traps(TrapKind.OUT_OF_GAS, echo, pointers);
    assertEquals(-1, instance.gasLeft());
    assertEquals(1, context.logs().size(), "the function did not run");
  }

  /** What is left when the price was paid is enough for a result that costs nothing. */
  @Test
  void aResultNeedsNoGasOfItsOwn() {
    int echo = imports("echo", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    instance.setGas(110);
    assertEquals(new Bytes(new byte[1]), value(call(echo, new Bytes(new byte[1]))));
    assertEquals(0, instance.gasLeft());
  }

  /** A gas limit that just pays the ordinary price does not buy off the rest. */
  @Test
  void surchargesAreDueWhateverIsLeft() {
    Surcharge floor = new Surcharge(Surcharge.Unit.NONE, true, 1_000, 0);
    int three = imports("three", new ImportPrice(100, 10, false, floor));
    start();
    int threeBytes = put(new Bytes(new byte[3]));
    int none = put(new Bytes(null));
    for (long limit : new long[] {129, 130, 131, 999}) {
      instance.setGas(limit);
      traps(TrapKind.OUT_OF_GAS, three, threeBytes, none, none);
      assertEquals(-1, instance.gasLeft());
    }
    instance.setGas(1_000);
    instance.callImport(three, threeBytes, none, none);
    assertEquals(0, instance.gasLeft());
    assertEquals(1, context.logs().size());
  }

  @Test
  void argumentsThatAreNotThereHaveNoSurcharge() {
    Surcharge floor = new Surcharge(Surcharge.Unit.NONE, true, 1_000, 0);
    int three = imports("three", new ImportPrice(100, 10, false, floor));
    start();
    int threeBytes = put(new Bytes(new byte[3]));
    traps(TrapKind.READ_PARAMS_FAILED, three, threeBytes, MEMORY_BYTES - 5, threeBytes);
    assertEquals(GAS - 130, instance.gasLeft());
  }

  @Test
  void pricesThatOverflowAreOutOfGas() {
    ImportPrice price = new ImportPrice(Long.MAX_VALUE, Long.MAX_VALUE, false, Surcharge.NONE);
    int echo = imports("echo", price);
    start();
    traps(TrapKind.OUT_OF_GAS, echo, put(new Bytes(new byte[2])));
    assertEquals(-1, instance.gasLeft());
  }

  /** Compiled code leaves the slice below zero where the rest of the counter pays. */
  @Test
  void pricesThatOverflowAreOutOfGasBelowTheSliceToo() {
    ImportPrice price = new ImportPrice(Long.MAX_VALUE, Long.MAX_VALUE, false, Surcharge.NONE);
    int echo = imports("echo", price);
    start();
    int pointer = put(new Bytes(new byte[2]));
    for (long limit : new long[] {Instance.GAS_SLICE + GAS, Long.MAX_VALUE}) {
      instance.setGas(limit);
      instance.gas = -2;
      traps(TrapKind.OUT_OF_GAS, echo, pointer);
      assertEquals(-1, instance.gasLeft());
      instance.setGas(limit);
      instance.gas = instance.gasFloor();
      traps(TrapKind.OUT_OF_GAS, echo, pointer);
      assertEquals(-1, instance.gasLeft());
    }
  }

  @Test
  void negativeLengthsLowerTheSum() {
    int three = imports("three", new ImportPrice(100, 10, false, Surcharge.NONE));
    start();
    int fiveBytes = put(new Bytes(new byte[5]));
    int oneByte = put(new Bytes(new byte[1]));
    int minusFive = header(11, -5);

    // 5 - 5 = 0: not charged, and the call traps.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, minusFive, oneByte);
    assertEquals(GAS, instance.gasLeft());
    // -5 first: the rest is not read.
    traps(TrapKind.READ_PARAMS_FAILED, three, minusFive, fiveBytes, oneByte);
    assertEquals(GAS, instance.gasLeft());
    // 5 + 1 - 5 = 1.
    traps(TrapKind.READ_PARAMS_FAILED, three, fiveBytes, oneByte, minusFive);
    assertEquals(GAS - 110, instance.gasLeft());
  }

  @Test
  void rawFunctionsPayTheirFixedPrice() {
    int add = imports("rawAdd", new ImportPrice(5, 0, false, Surcharge.NONE));
    start();
    assertEquals(-3, instance.callImport(add, -7, 4));
    assertEquals(GAS - 5, instance.gasLeft());

    instance.setGas(4);
    traps(TrapKind.OUT_OF_GAS, add, 1, 2);
    assertEquals(-1, instance.gasLeft());
  }

  @Test
  void aNegativeCounterIsNoticed() {
    int counter = imports("counter", ImportPrice.FREE);
    start();
    instance.setGas(-5);
    traps(TrapKind.GAS_COUNTER_UNAVAILABLE, counter);
  }
}
