package io.aspectvm.jmh.engine;

import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;

/** Gas for engines that have none: the reference's way, by code in the module. */
final class GasInjection {

  /** The exported global to set to {@link #PLENTY} before the first call. */
  static final String COUNTER = Profile.GAS_COUNTER;

  /** More than any benchmark uses up. */
  static final long PLENTY = Long.MAX_VALUE;

  private GasInjection() {}

  /** The module as it is, or instrumented. */
  static byte[] prepare(byte[] wasm, boolean gas) throws WasmException {
    if (!gas) {
      return wasm;
    }
    Profile profile = Profile.ASPECT;
    return ModuleInstrumenter.instrument(
            ModuleReader.read(wasm, profile.limits()), GasSchedules.ARTELA_CURRENT, profile)
        .bytes();
  }
}
