package io.aspectvm.jmh.calibration;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.jmh.RawModule;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;

/** A unit, so many times in a loop, compiled under a schedule. For one thread of the factory. */
final class UnitLoop implements AutoCloseable {

  /** Rounds of the loop that a call goes through. */
  private static final int ROUNDS = 500;

  private final RawModule module;
  private final boolean fresh;

  UnitLoop(Unit unit, int repetitions, GasSchedule schedule) {
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withSchedule(schedule);
    module = new RawModule(UnitModule.of(unit, repetitions), options, Isolation.INSTANCE);
    fresh = unit.fresh();
  }

  /** Calls it so many times. */
  void run(int times) {
    for (int i = 0; i < times; i++) {
      call();
    }
  }

  /** WASM gas of a round. */
  double gas() {
    return (double) call().gasUsed() / rounds();
  }

  /** How many a call goes through. */
  int rounds() {
    return fresh ? 1 : ROUNDS;
  }

  /** What it returns: a checksum over the values. */
  long checksum() {
    return call().results()[0];
  }

  private InvocationResult call() {
    return fresh
        ? module.callFresh(UnitModule.RUN, rounds())
        : module.call(UnitModule.RUN, rounds());
  }

  @Override
  public void close() {
    module.close();
  }
}
