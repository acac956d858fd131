package io.aspectvm.jmh.calibration;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.jmh.Samples;
import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.jmh.WarmTimes.Effort;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures units, one after the other. What the companions of a unit take is subtracted as far as
 * it was measured before, and what they cost is too: what is left belongs to the instructions
 * alone. Not thread-safe; on a thread of the factory.
 */
final class InstructionPrices {

  /** Under which prices are looked at; instructions cost the same under {@code hardened}. */
  static final List<GasSchedule> SCHEDULES =
      List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.ARTELA_LEGACY);

  /** Repetitions in a round of the loop. */
  private static final int FEW = 6;

  private static final int MIDDLE = 18;
  private static final int MANY = 30;

  /** How far the middle may lie off the line, as a part of the distance of its ends. */
  private static final double LINEAR = 0.25;

  private final Effort effort;

  /** Nanoseconds of instructions that were measured alone. */
  private final Map<Opcode, Double> known = new EnumMap<>(Opcode.class);

  InstructionPrices(Effort effort) {
    this.effort = effort;
  }

  /** Measures a unit. */
  Price of(Unit unit) {
    Map<String, Double> gas = new LinkedHashMap<>();
    for (GasSchedule schedule : SCHEDULES) {
      gas.put(schedule.name(), gas(unit, schedule));
    }
    try (UnitLoop few = loop(unit, FEW);
        UnitLoop middle = loop(unit, MIDDLE);
        UnitLoop many = loop(unit, MANY)) {
      double[][] nanos = WarmTimes.sorted(List.of(few::run, middle::run, many::run), effort);
      double one = (double) (MANY - FEW) * many.rounds();
      double slope = median(nanos[2]) - median(nanos[0]);
      double bend = Math.abs(median(nanos[1]) - (median(nanos[0]) + median(nanos[2])) / 2);
      double all = slope / one;
      double own = Math.max(0, all - unit.companionNanos(o -> known.getOrDefault(o, 0.0)));
      learn(unit, own);
      boolean linear = all < Price.RESOLUTION_NANOS || bend < LINEAR * slope;
      double spread = (quartiles(nanos[0]) + quartiles(nanos[2])) / one;
      return new Price(
          Price.INSTRUCTION, unit.family(), unit.name(), own, all, spread, gas, linear);
    }
  }

  private static UnitLoop loop(Unit unit, int repetitions) {
    return new UnitLoop(unit, repetitions, GasSchedules.ARTELA_CURRENT);
  }

  /** WASM gas of a unit without its companions. */
  static double gas(Unit unit, GasSchedule schedule) {
    try (UnitLoop few = new UnitLoop(unit, FEW, schedule);
        UnitLoop many = new UnitLoop(unit, MANY, schedule)) {
      return (many.gas() - few.gas()) / (MANY - FEW) - unit.companionGas(schedule);
    }
  }

  private void learn(Unit unit, double nanos) {
    if (unit.measured().size() == 1) {
      known.putIfAbsent(unit.measured().get(0), nanos);
    }
  }

  private static double median(double[] sorted) {
    return Samples.quantile(sorted, 0.5);
  }

  /** Half of the distance between the quartiles. */
  private static double quartiles(double[] sorted) {
    return (Samples.quantile(sorted, 0.75) - Samples.quantile(sorted, 0.25)) / 2;
  }
}
