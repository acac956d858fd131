package io.aspectvm.gas.plan;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.Profile;

/** Which modules can be metered. */
public enum MeteringRules {
  /**
   * Those that the reference's injector can parse (gas specification, section 10): no multi-value,
   * nothing after WebAssembly 1.0 but sign extension.
   */
  REFERENCE,
  /** Everything that has a cost, extensions included; multi-value costs as without. */
  EXTENDED;

  /**
   * The rules for a module of this profile under this schedule. Only profile {@code aspect} under
   * one of the reference's schedules promises to accept nothing that the reference cannot run; no
   * equality is promised under any other schedule, so that multi-value, which the profile's
   * validation accepts, can be metered there.
   */
  public static MeteringRules of(Profile profile, GasSchedule schedule) {
    boolean aspect = profile.name().equals(Profile.ASPECT.name());
    return aspect && schedule.isReference() ? REFERENCE : EXTENDED;
  }
}
