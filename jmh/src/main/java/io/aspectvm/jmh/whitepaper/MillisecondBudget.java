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

  /** Between guesses of what fits, at most. */
  private static final double MOST_FACTOR = 8;

  private static final int CORRECTIONS = 4;
  private static final double LEAST_NANOS = 0.1;
  private static final double MOST = 100_000_000;

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
   * What fits beside the join points: guessed from one iteration, then brought nearer by what so
   * many take.
   *
   * @param iteration nanoseconds
   */
  private double left(BoundAspects node, RawModule fibonacci, double iteration) {
    double room = BUDGET_NANOS - nanos(times -> repeat(node::run, times));
    if (room <= 0) {
      return 0;
    }
    double fits = Math.min(room / Math.max(iteration, LEAST_NANOS), MOST);
    for (int i = 0; i < CORRECTIONS; i++) {
      double took = room - room(node, fibonacci, (int) fits);
      double factor = took > 0 ? room / took : MOST_FACTOR;
      fits = Math.min(fits * Math.max(1 / MOST_FACTOR, Math.min(factor, MOST_FACTOR)), MOST);
    }
    return Math.floor(fits);
  }

  /** What join points and so many iterations leave of the budget, in nanoseconds. */
  private double room(BoundAspects node, RawModule fibonacci, int iterations) {
    Runnable both =
        () -> {
          node.run();
          fibonacci.call(Fibonacci.RUN, iterations);
        };
    return BUDGET_NANOS - nanos(times -> repeat(both, times));
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
