package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.gas.schedule.Surcharge;
import org.junit.jupiter.api.Test;

/** Schedule and runtime know the same surcharges: a manifest has only their names. */
class SurchargeParityTest {

  @Test
  void namesAndNumbersAgree() {
    assertEquals(Surcharge.values().length, io.aspectvm.runtime.host.Surcharge.values().length);
    for (Surcharge scheduled : Surcharge.values()) {
      var charged = io.aspectvm.runtime.host.Surcharge.valueOf(scheduled.name());
      assertEquals(scheduled.isFloor(), charged.isFloor(), scheduled.name());
      assertEquals(scheduled.base(), charged.base(), scheduled.name());
      assertEquals(scheduled.perUnit(), charged.perUnit(), scheduled.name());
    }
  }
}
