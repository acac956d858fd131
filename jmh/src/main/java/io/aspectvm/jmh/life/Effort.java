package io.aspectvm.jmh.life;

import java.util.concurrent.TimeUnit;

/** How much is measured. */
enum Effort {
  /** Enough to see that everything runs. */
  SMOKE(1, 1, 5, 2, 1, new int[] {1, 9}, new int[] {1, 4}, 2, new int[] {1, 3, 6}),
  /** All groups together take about 6 minutes. */
  QUICK(
      3,
      100,
      100,
      25,
      250,
      new int[] {9, 50, 300},
      new int[] {1, 9, 48, 524, 4_000},
      24,
      new int[] {1, 100, 1_000, 10_000}),
  /** All groups together take about 10 minutes. */
  FULL(
      5,
      200,
      200,
      50,
      600,
      new int[] {1, 5, 9, 20, 50, 100, 300},
      new int[] {1, 4, 16, 48, 128, 524, 1_024, 4_000, 10_240},
      64,
      new int[] {1, 100, 1_000, 10_000});

  private final int rounds;
  private final int roundMillis;
  private final int executions;
  private final int coldExecutions;
  private final int warmUpMillis;
  private final int[] switchedKilobytes;
  private final int[] compiledKilobytes;
  private final int retained;
  private final int[] stages;

  Effort(
      int rounds,
      int roundMillis,
      int executions,
      int coldExecutions,
      int warmUpMillis,
      int[] switchedKilobytes,
      int[] compiledKilobytes,
      int retained,
      int[] stages) {
    this.rounds = rounds;
    this.roundMillis = roundMillis;
    this.executions = executions;
    this.coldExecutions = coldExecutions;
    this.warmUpMillis = warmUpMillis;
    this.switchedKilobytes = switchedKilobytes;
    this.compiledKilobytes = compiledKilobytes;
    this.retained = retained;
    this.stages = stages;
  }

  /** How often everything is measured. */
  int rounds() {
    return rounds;
  }

  /** Time of a round, in nanoseconds; longer where it is too short. */
  long roundNanos() {
    return TimeUnit.MILLISECONDS.toNanos(roundMillis);
  }

  /** The least number of executions that a percentile is taken of. */
  int executions() {
    return executions;
  }

  /** The same where an execution is slow, because nothing is ever warm. */
  int coldExecutions() {
    return coldExecutions;
  }

  /** Time for which something runs before it is measured, in nanoseconds. */
  long warmUpNanos() {
    return TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
  }

  /** Sizes of aspects to execute, in kilobytes of wasm. */
  int[] switchedKilobytes() {
    return switchedKilobytes.clone();
  }

  /** Sizes of modules to compile, in kilobytes of wasm. */
  int[] compiledKilobytes() {
    return compiledKilobytes.clone();
  }

  /** How many aspects of 9 KB are loaded to see what one of them keeps. */
  int retained() {
    return retained;
  }

  /** Numbers of aspects after which memory is looked at; ascending. */
  int[] stages() {
    return stages.clone();
  }
}
