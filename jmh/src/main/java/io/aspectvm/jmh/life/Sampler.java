package io.aspectvm.jmh.life;

import io.aspectvm.jmh.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures single executions: percentiles, by the clock and in processor time of the thread. The
 * time that reading takes is subtracted.
 */
final class Sampler {

  private static final int MAX_SAMPLES = 100_000;
  private static final int CALIBRATIONS = 1_000;
  private static final double MICROSECOND = 1e3;
  private static final double MILLISECOND = 1e6;
  private static final double MEDIAN = 0.5;
  private static final double LATE = 0.99;

  private final Effort effort;
  private final int executions;
  private final Runnable execution;
  private final long[] buffer = new long[MAX_SAMPLES];

  private Sampler(Effort effort, int executions, Runnable execution) {
    this.effort = effort;
    this.executions = executions;
    this.execution = execution;
  }

  /** Warms up, measures, and records {@code p50} and {@code p99} in us, first by the clock. */
  static void sample(Effort effort, Recorder.Point point, Runnable execution) {
    new Sampler(effort, effort.executions(), execution).run(point, "us", MICROSECOND);
  }

  /** The same in ms, and of fewer executions: of what takes long, being cold each time. */
  static void sampleCold(Effort effort, Recorder.Point point, Runnable execution) {
    new Sampler(effort, effort.coldExecutions(), execution).run(point, "ms", MILLISECOND);
  }

  private void run(Recorder.Point point, String unit, double nanosPerUnit) {
    warmUp(effort, execution);
    record(point, unit, nanosPerUnit, "", System::nanoTime);
    record(point, unit, nanosPerUnit, LifeNames.CPU, Processor::nanos);
  }

  /**
   * Runs something for the time that the effort says, at least twice. In processor time: by the
   * clock, a busy machine would leave less for it.
   */
  static void warmUp(Effort effort, Runnable execution) {
    long end = Processor.nanos() + effort.warmUpNanos();
    execution.run();
    do {
      execution.run();
    } while (Processor.nanos() < end);
  }

  private void record(
      Recorder.Point point, String unit, double nanosPerUnit, String suffix, LongSupplier clock) {
    double reading = reading(clock);
    List<Double> medians = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    for (int i = 0; i < effort.rounds(); i++) {
      double[] sorted = round(clock);
      medians.add(Math.max(0, Samples.quantile(sorted, MEDIAN) - reading) / nanosPerUnit);
      late.add(Math.max(0, Samples.quantile(sorted, LATE) - reading) / nanosPerUnit);
    }
    point.add(LifeNames.MEDIAN + suffix, unit, medians);
    point.add("p99" + suffix, unit, late);
  }

  private double[] round(LongSupplier clock) {
    int count = 0;
    long end = System.nanoTime() + effort.roundNanos();
    while (count < buffer.length && (count < executions || System.nanoTime() < end)) {
      long start = clock.getAsLong();
      execution.run();
      buffer[count++] = clock.getAsLong() - start;
    }
    return Arrays.stream(buffer, 0, count).sorted().asDoubleStream().toArray();
  }

  /** What two readings of a clock are apart, with nothing between them. */
  private static double reading(LongSupplier clock) {
    double[] apart = new double[CALIBRATIONS];
    for (int i = 0; i < apart.length; i++) {
      long start = clock.getAsLong();
      apart[i] = clock.getAsLong() - start;
    }
    Arrays.sort(apart);
    return Samples.quantile(apart, MEDIAN);
  }
}
