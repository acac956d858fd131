package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** A loop with calls, stores, floats and growth, ended by gas at many places. */
final class GasLimitRuns {

  private static final int LIMITS = 120;
  private static final long PLENTY = 1_000_000_000_000L;

  private GasLimitRuns() {}

  private static GuestModule guest() {
    return new GuestModule()
        .memory(1, 3)
        .global("sum", ValueType.F64, 0)
        .export(
            "f",
            "i32 ->",
            """
            loop
              local.get 0; i32.const 3; i32.shl
              local.get 0; f64.convert_i32_s; call $half; f64.store
              global.get $sum; local.get 0; i32.const 3; i32.shl; f64.load; f64.add
              global.set $sum
              local.get 0; i32.const 63; i32.and; i32.eqz; if; i32.const 1; memory.grow; drop; end
              local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0
            end
            """)
        .function(
            "half", "f64 -> f64", "local.get 0; f64.sqrt; f64.const 0x3FE0000000000000; f64.mul");
  }

  static void run(RunLog log) throws Exception {
    for (GasSchedule schedule :
        List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.ARTELA_LEGACY, GasSchedules.HARDENED)) {
      CompilerOptions options = CompilerOptions.of(Profile.WASM).withSchedule(schedule);
      Guest guest =
          Guest.load(log.compile(guest().toByteArray(), options), options, Isolation.CLASS_LOADER);
      long used = PLENTY - run(log, guest, PLENTY);
      for (int i = 0; i <= LIMITS; i++) {
        run(log, guest, used * i / LIMITS);
      }
      run(log, guest, used - 1);
    }
  }

  /** Gas left. */
  private static long run(RunLog log, Guest guest, long gas) {
    Instance instance = guest.instance(gas);
    log.state(gas + ": " + RandomRuns.call(guest, instance, "f", 200), instance);
    return instance.gasLeft();
  }
}
