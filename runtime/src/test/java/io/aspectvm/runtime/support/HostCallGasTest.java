package io.aspectvm.runtime.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** aspect-abi, section 5.2, step 7: what a host function sees of the gas, and what it spends. */
class HostCallGasTest extends HostCallFixture {

  @Test
  void theRemainderIsKept() {
    int spend = imports("spend", ImportPrice.FREE);
    start();
    // The specification's example says host gas 10 for a counter of 11 111; its steps say 11.
    instance.setGas(11_111);
    assertEquals(new Int64(8), value(call(spend, new Int64(3))));
    assertEquals(8_111, instance.gasLeft());

    instance.setGas(10_111);
    assertEquals(new Int64(7), value(call(spend, new Int64(3))));
    assertEquals(7_111, instance.gasLeft());

    assertEquals(new Int64(0), value(call(spend, new Int64(7))));
    assertEquals(111, instance.gasLeft(), "all EVM gas spent is not out of gas");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 12, Long.MIN_VALUE, Long.MAX_VALUE})
  void aHostFunctionCannotSpendWhatIsNotThere(long amount) {
    int spend = imports("spend", ImportPrice.FREE);
    start();
    instance.setGas(11_999);
    crashes(spend, put(new Int64(amount)));
    assertEquals(11_999, instance.gasLeft());
  }

  @Test
  void gasIsExactAcrossSlices() {
    int counter = imports("counter", ImportPrice.FREE);
    int spend = imports("spend", new ImportPrice(7, 1, false, Surcharge.NONE));
    start();
    long limit = 9_223_372_036_854_775L * 1000;
    instance.setGas(limit);
    int amount = put(new Int64(1_000_000));

    instance.callImport(spend, amount);
    instance.callImport(spend, amount);

    long left = limit - 2 * (1_000_000_000L + 15);
    assertEquals(left, instance.gasLeft());
    assertEquals(new Int64(left), value(call(counter)));
  }

  @Test
  void anOperatorsStopIsSeenByGuestsThatOnlyCallTheHost() {
    int echo = imports("three", new ImportPrice(60_000_000, 0, false, Surcharge.NONE));
    start();
    int[] pointers = {put(new Bytes(new byte[1])), put(new Bytes(null)), put(new Bytes(null))};
    instance.requestStop();

    instance.callImport(echo, pointers);
    traps(TrapKind.INTERRUPTED, echo, pointers);
    assertEquals(GAS - 120_000_000, instance.gasLeft());
  }
}
