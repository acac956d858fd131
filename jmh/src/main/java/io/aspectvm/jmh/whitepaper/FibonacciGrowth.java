package io.aspectvm.jmh.whitepaper;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.jmh.RawModule;
import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.util.Arrays;
import java.util.function.Consumer;

/** The second test: whole executions of Fibonacci, each in a fresh instance, by iterations. */
final class FibonacciGrowth {

  private static final double MICROSECOND = 1_000;

  private final PaperEffort effort;
  private final Consumer<PaperPoint> sink;

  FibonacciGrowth(PaperEffort effort, Consumer<PaperPoint> sink) {
    this.effort = effort;
    this.sink = sink;
  }

  void measure() {
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    for (Isolation isolation : Engines.ISOLATIONS) {
      series(Engines.nameOf(isolation) + " + gas", Fibonacci.wasm(), options, isolation);
    }
    String name = Engines.nameOf(Isolation.INSTANCE);
    CompilerOptions unmetered = options.withMetering(false);
    series(name, Fibonacci.wasm(), unmetered, Isolation.INSTANCE);
    byte[] large = WideKernel.ADD.wasm(false);
    series(name + " + gas, 256-bit", large, options, Isolation.INSTANCE);
    CompilerOptions wide = CompilerOptions.of(Profile.WASM);
    byte[] wideArithmetic = WideKernel.ADD.wasm(true);
    series(name + " + gas, 256-bit, wide arithmetic", wideArithmetic, wide, Isolation.INSTANCE);
  }

  private void series(String series, byte[] wasm, CompilerOptions options, Isolation isolation) {
    try (RawModule module = new RawModule(wasm, options, isolation)) {
      for (int iterations : effort.iterations()) {
        double[] nanos =
            WarmTimes.sorted(
                times -> {
                  for (int i = 0; i < times; i++) {
                    module.callFresh(Fibonacci.RUN, iterations);
                  }
                },
                effort.effort());
        double[] micros = Arrays.stream(nanos).map(time -> time / MICROSECOND).toArray();
        sink.accept(PaperPoint.here(PaperGroup.FIBONACCI, series, iterations, "us", micros));
      }
    }
  }
}
