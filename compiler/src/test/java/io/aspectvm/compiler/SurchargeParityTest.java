package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.gas.schedule.Surcharge;
import io.aspectvm.proto.artefact.v1.HostSurcharge;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedule, manifest and runtime know the same units of surcharges. */
class SurchargeParityTest {

  @Test
  void unitsAgree() {
    List<String> scheduled = names(Surcharge.Unit.values());
    assertEquals(scheduled, names(io.aspectvm.runtime.host.Surcharge.Unit.values()));
    List<HostSurcharge.Unit> manifest =
        Arrays.stream(HostSurcharge.Unit.values())
            .filter(unit -> unit != HostSurcharge.Unit.UNRECOGNIZED)
            .toList();
    assertEquals(scheduled, manifest.stream().map(Enum::name).toList());
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
