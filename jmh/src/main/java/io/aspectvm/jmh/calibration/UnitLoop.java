package io.aspectvm.jmh.calibration;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;

/** A unit, so many times in a loop, compiled under a schedule. For one thread of the factory. */
final class UnitLoop implements AutoCloseable {

  /** Rounds of the loop that a call goes through. */
  private static final int ROUNDS = 500;

  private final AspectRuntime runtime;
  private final Aspect aspect;
  private final AspectInstance instance;
  private final int rounds;

  UnitLoop(Unit unit, int repetitions, GasSchedule schedule) {
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withSchedule(schedule);
    runtime = AspectRuntime.builder().isolation(Isolation.INSTANCE).build();
    try {
      byte[] wasm = UnitModule.of(unit, repetitions);
      aspect = runtime.load(new ModuleCompiler(options).compile(wasm).module());
    } catch (WasmException e) {
      throw new IllegalStateException(unit.name(), e);
    }
    instance = unit.fresh() ? null : aspect.newInstance();
    rounds = unit.fresh() ? 1 : ROUNDS;
  }

  /** Calls it so many times. */
  void run(int times) {
    for (int i = 0; i < times; i++) {
      call();
    }
  }

  /** WASM gas of a round. */
  double gas() {
    return (double) call().gasUsed() / rounds;
  }

  /** What a round is of a call. */
  int rounds() {
    return rounds;
  }

  /** What it returns: a checksum over the values. */
  long checksum() {
    return call().results()[0];
  }

  private InvocationResult call() {
    InvocationResult result =
        instance == null
            ? aspect.invoke(UnitModule.RUN, new long[] {rounds}, Long.MAX_VALUE)
            : instance.invoke(UnitModule.RUN, rounds);
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  @Override
  public void close() {
    aspect.close();
    runtime.close();
  }
}
