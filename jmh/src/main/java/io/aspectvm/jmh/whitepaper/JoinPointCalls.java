package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.jmh.WarmTimes.Work;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The first test: what a join point call costs as there are more of them. Without any, what going
 * through a join point costs where nothing is bound.
 */
final class JoinPointCalls {

  private static final double MICROSECOND = 1_000;

  private final PaperEffort effort;
  private final Consumer<PaperPoint> sink;

  JoinPointCalls(PaperEffort effort, Consumer<PaperPoint> sink) {
    this.effort = effort;
    this.sink = sink;
  }

  void measure() {
    for (Isolation isolation : Engines.ISOLATIONS) {
      String name = Engines.nameOf(isolation);
      bound(isolation, name + ": bound to one contract", false);
      if (isolation == Isolation.CLASS_LOADER) {
        bound(isolation, name + ": bound, each of a module of its own", true);
        called(isolation, name + ": one aspect called so often");
      }
    }
  }

  private void bound(Isolation isolation, String series, boolean distinct) {
    int[] counts = effort.joinPoints();
    try (BoundAspects node = new BoundAspects(isolation, counts[counts.length - 1], distinct)) {
      for (int count : counts) {
        node.bind(count);
        record(series, count, times -> repeat(node, times));
      }
    }
  }

  private void called(Isolation isolation, String series) {
    try (BoundAspects node = new BoundAspects(isolation, 1, false)) {
      node.bind(1);
      for (int count : effort.joinPoints()) {
        if (count > 0) {
          record(series, count, times -> repeat(node, times * count));
        }
      }
    }
  }

  private static void repeat(BoundAspects node, int times) {
    for (int i = 0; i < times; i++) {
      node.run();
    }
  }

  private void record(String series, int count, Work work) {
    double[] nanos = WarmTimes.sorted(work, effort.effort());
    double[] each =
        Arrays.stream(nanos).map(time -> time / Math.max(1, count) / MICROSECOND).toArray();
    sink.accept(PaperPoint.here(PaperGroup.JOIN_POINTS, series, count, "us / call", each));
  }
}
