package io.aspectvm.jmh.calibration;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.jmh.HostApiCase;
import io.aspectvm.jmh.HostApiLoop;
import io.aspectvm.jmh.Samples;
import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.jmh.WarmTimes.Effort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures host calls, as {@link io.aspectvm.jmh.HostApiTable} does. */
final class HostCallPrices {

  /** Under which prices are looked at; host calls cost the same under {@code artela-legacy}. */
  static final List<GasSchedule> SCHEDULES =
      List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.HARDENED);

  private static final double WASM_GAS_PER_EVM_GAS = 1000;

  private HostCallPrices() {}

  static Price of(HostApiCase call, Effort effort) {
    Map<String, Double> gas = new LinkedHashMap<>();
    for (GasSchedule schedule : SCHEDULES) {
      gas.put(schedule.name(), WASM_GAS_PER_EVM_GAS * HostApiLoop.price(call, schedule));
    }
    try (HostApiLoop loop = HostApiLoop.of(call, GasSchedules.ARTELA_CURRENT)) {
      double[] nanos = WarmTimes.sorted(loop::run, effort.atMost(HostApiLoop.MAX_CALLS));
      double spread = (Samples.quantile(nanos, 0.75) - Samples.quantile(nanos, 0.25)) / 2;
      return new Price(
          Price.HOST_CALL,
          call.title().replaceAll("\\..*", ""),
          call.what().isEmpty() ? call.title() : call.title() + ", " + call.what(),
          Samples.quantile(nanos, 0.5),
          Samples.quantile(nanos, 0.5),
          spread,
          gas,
          true);
    }
  }
}
