package io.aspectvm.jmh.calibration;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.opcode.Opcode;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What is repeated to be measured. Each repetition needs a result of the one before, so that no JIT
 * can leave it out, or do several at once; what its time is, is therefore latency, the worst case.
 *
 * @param family which it belongs to
 * @param name as in tables, commonly the instructions that are measured
 * @param code writes a repetition, by its number from 0 on
 * @param fresh whether each round of the loop needs a fresh instance, because it leaves something
 *     behind
 */
record Unit(String family, String name, BiConsumer<UnitWriter, Integer> code, boolean fresh) {

  /** Instructions under their own names. */
  static Unit of(String family, BiConsumer<UnitWriter, Integer> code) {
    return of(family, names(write(code).measured()), code);
  }

  static Unit of(String family, String name, BiConsumer<UnitWriter, Integer> code) {
    return new Unit(family, name, code, false);
  }

  private static String names(List<Opcode> opcodes) {
    return opcodes.stream().map(Opcode::mnemonic).collect(Collectors.joining(" + "));
  }

  private static UnitWriter write(BiConsumer<UnitWriter, Integer> code) {
    UnitWriter writer = new UnitWriter();
    code.accept(writer, 0);
    return writer;
  }

  /** Instructions that it measures. */
  List<Opcode> measured() {
    return write(code).measured();
  }

  /** What its companions cost under a schedule, in WASM gas; no charge is for them alone. */
  double companionGas(GasSchedule schedule) {
    return sum(write(code).companions(), schedule::cost);
  }

  /**
   * What its companions take.
   *
   * @param nanos of an instruction
   */
  double companionNanos(ToDoubleFunction<Opcode> nanos) {
    return sum(write(code).timedCompanions(), nanos);
  }

  /** The sum of what each has, as often as it is executed. */
  private static double sum(Map<Opcode, Double> times, ToDoubleFunction<Opcode> amount) {
    return times.entrySet().stream()
        .mapToDouble(entry -> entry.getValue() * amount.applyAsDouble(entry.getKey()))
        .sum();
  }
}
