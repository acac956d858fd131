package io.aspectvm.jmh.whitepaper;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.jmh.RawModule;
import io.aspectvm.jmh.Samples;
import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.jmh.WarmTimes.Work;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.util.function.Consumer;

/**
 * The third test: how many iterations of Fibonacci still fit into a millisecond of processor time,
 * after so many join points, which do nothing. With gas.
 */
final class MillisecondBudget {

  static final String UNIT = "iterations";

  private static final double BUDGET_NANOS = 1_000_000;
  private static final int SHORT = 100_000;
  private static final int LONG = 1_100_000;

  private final PaperEffort effort;
  private final Consumer<PaperPoint> sink;

  MillisecondBudget(PaperEffort effort, Consumer<PaperPoint> sink) {
    this.effort = effort;
    this.sink = sink;
  }

  void measure() {
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    for (Isolation isolation : Engines.ISOLATIONS) {
      int[] counts = effort.joinPoints();
      try (RawModule fibonacci = new RawModule(Fibonacci.wasm(), options, isolation);
          BoundAspects node = new BoundAspects(isolation, counts[counts.length - 1], false)) {
        double iteration =
            (nanos(compute(fibonacci, LONG)) - nanos(compute(fibonacci, SHORT))) / (LONG - SHORT);
        for (int count : counts) {
          node.bind(count);
          double left = left(node, fibonacci, iteration);
          sink.accept(
              PaperPoint.here(
                  PaperGroup.MILLISECOND, Engines.nameOf(isolation), count, UNIT, left));
        }
      }
    }
  }

  /**
   * What fits: guessed from what the join points take alone, then corrected by what both take.
   *
   * @param iteration nanoseconds
   */
  private double left(BoundAspects node, RawModule fibonacci, double iteration) {
    double switches = nanos(times -> repeat(node::run, times));
    if (switches >= BUDGET_NANOS) {
      return 0;
    }
    int guess = (int) ((BUDGET_NANOS - switches) / iteration);
    double all =
        nanos(
            times ->
                repeat(
                    () -> {
                      node.run();
                      fibonacci.call(Fibonacci.RUN, guess);
                    },
                    times));
    return Math.max(0, Math.floor(guess + (BUDGET_NANOS - all) / iteration));
  }

  private static Work compute(RawModule fibonacci, int iterations) {
    return times -> repeat(() -> fibonacci.call(Fibonacci.RUN, iterations), times);
  }

  private static void repeat(Runnable work, int times) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private double nanos(Work work) {
    return Samples.quantile(WarmTimes.sorted(work, effort.effort()), 0.5);
  }
}
