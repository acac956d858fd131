package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.WarmTimes.Effort;

/** How much is measured. */
enum PaperEffort {
  /** Enough to see that everything runs. */
  SMOKE(Effort.millis(2, 3, 1), new int[] {0, 1, 3}, new int[] {10, 100}),
  QUICK(
      Effort.millis(200, 5, 30),
      new int[] {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000},
      new int[] {1, 10, 100, 1_000, 10_000, 100_000}),
  FULL(
      Effort.millis(800, 9, 60),
      new int[] {0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500, 700, 1_000},
      new int[] {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000});

  private final Effort effort;
  private final int[] joinPoints;
  private final int[] iterations;

  PaperEffort(Effort effort, int[] joinPoints, int[] iterations) {
    this.effort = effort;
    this.joinPoints = joinPoints;
    this.iterations = iterations;
  }

  /** For each point. */
  Effort effort() {
    return effort;
  }

  /** Numbers of join points; ascending from 0 on. */
  int[] joinPoints() {
    return joinPoints.clone();
  }

  /** Of Fibonacci; ascending. */
  int[] iterations() {
    return iterations.clone();
  }
}
