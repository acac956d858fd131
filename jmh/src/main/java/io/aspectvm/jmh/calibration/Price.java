package io.aspectvm.jmh.calibration;

import io.aspectvm.jmh.DataPoint;
import io.aspectvm.jmh.Limits;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What something takes, and what it costs. Immutable.
 *
 * @param kind {@link #INSTRUCTION} or {@link #HOST_CALL}
 * @param family which it belongs to
 * @param name what has this price
 * @param nanos processor time, 0 or more
 * @param allNanos the same with what had to be done besides, to measure it
 * @param spread half of the distance between the quartiles of what that comes from, in nanoseconds
 * @param gas WASM gas by name of the schedule, in order of tables
 * @param linear whether twice as many took twice as long; where not, the time says little
 */
record Price(
    String kind,
    String family,
    String name,
    double nanos,
    double allNanos,
    double spread,
    Map<String, Double> gas,
    boolean linear) {

  static final String INSTRUCTION = "instruction";
  static final String HOST_CALL = "host call";

  /** One second of processor time for 10^10 WASM gas (gas, section 8). */
  static final double NANOS_PER_GAS = 0.1;

  /** Less than this is not told from nothing. */
  static final double RESOLUTION_NANOS = 0.05;

  /** What a price is like. */
  enum Verdict {
    /** Takes more than {@value Limits#PRICE} times what is paid for. */
    CHEAP,
    /** Within {@value Limits#PRICE} times, either way. */
    FAIR,
    /** Takes less than a third of what is paid for. */
    DEAR;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Price {
    gas = new LinkedHashMap<>(gas);
  }

  /** Whether the time is too short to be told from nothing: most that it can be is known then. */
  boolean belowResolution() {
    return nanos < RESOLUTION_NANOS;
  }

  /** Time as a multiple of what is paid for; infinite for what is free. */
  double ratio(String schedule) {
    return Math.max(nanos, RESOLUTION_NANOS) / (gas.get(schedule) * NANOS_PER_GAS);
  }

  Verdict verdict(String schedule) {
    double ratio = ratio(schedule);
    if (ratio > Limits.PRICE) {
      return Verdict.CHEAP;
    }
    return ratio < 1 / Limits.PRICE ? Verdict.DEAR : Verdict.FAIR;
  }

  DataPoint dataPoint(String schedule) {
    return DataPoint.of("calibration: " + kind, schedule, name, "time / price", ratio(schedule))
        .with("family", family)
        .with("nanos", nanos)
        .with("allNanos", allNanos)
        .with("spreadNanos", spread)
        .with("gas", gas.get(schedule))
        .with("verdict", verdict(schedule).text())
        .with("belowResolution", belowResolution())
        .with("linear", linear);
  }
}
