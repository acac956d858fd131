package io.aspectvm.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Processor time of work in warm code, on the current thread: other users of the machine disturb it
 * little, and the threads of the JIT and of the garbage collector are not in it.
 */
public final class WarmTimes {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Samples where a piece of work takes longer than {@link #SLOW_NANOS}. */
  private static final int FEW_SAMPLES = 3;

  private static final long SLOW_NANOS = 1_000_000_000;

  /** So many samples must not be faster than all before, by this part of the time. */
  private static final int STEADY = 5;

  private static final double FASTER = 0.9;

  /** What goes on getting faster is given so many times the time. */
  private static final int LONGEST = 10;

  private WarmTimes() {}

  /** Something to do over and over. */
  @FunctionalInterface
  public interface Work {
    void run(int times);
  }

  /**
   * How long it is done.
   *
   * @param warmUpNanos each piece of work at least, before it is measured; ten times that at most
   * @param samples of each
   * @param sampleNanos each sample, about
   * @param maxTimes most that a sample does it
   */
  public record Effort(long warmUpNanos, int samples, long sampleNanos, int maxTimes) {

    /** The same in milliseconds, with times without bound. */
    public static Effort millis(long warmUp, int samples, long sample) {
      return new Effort(warmUp * 1_000_000, samples, sample * 1_000_000, 1 << 28);
    }

    /** The same with this bound. */
    public Effort atMost(int times) {
      return new Effort(warmUpNanos, samples, sampleNanos, times);
    }
  }

  /** Nanoseconds of doing it once, in ascending order. */
  public static double[] sorted(Work work, Effort effort) {
    return sorted(List.of(work), effort)[0];
  }

  /**
   * The same for several pieces of work that are to be compared: their samples are taken in turn,
   * so that what disturbs one disturbs all.
   */
  public static double[][] sorted(List<Work> works, Effort effort) {
    int[] times = new int[works.size()];
    boolean slow = false;
    for (int i = 0; i < times.length; i++) {
      WarmUp warm = warmUp(works.get(i), effort);
      times[i] = warm.times;
      slow |= warm.last > SLOW_NANOS;
    }
    double[][] samples = new double[works.size()][slow ? FEW_SAMPLES : effort.samples];
    for (int sample = 0; sample < samples[0].length; sample++) {
      for (int i = 0; i < times.length; i++) {
        samples[i][sample] = (double) cpuNanos(works.get(i), times[i]) / times[i];
      }
    }
    for (double[] each : samples) {
      Arrays.sort(each);
    }
    return samples;
  }

  /**
   * What came of a warm-up.
   *
   * @param times that fill a sample
   * @param last nanoseconds of the last sample
   */
  private record WarmUp(int times, long last) {}

  /** Goes on for the time that it has, and then until it is no more faster than before. */
  private static WarmUp warmUp(Work work, Effort effort) {
    int times = 1;
    long last = 0;
    double best = Double.MAX_VALUE;
    int steady = 0;
    for (long spent = 0; spent < effort.warmUpNanos || steady < STEADY; spent += last) {
      if (spent > LONGEST * effort.warmUpNanos) {
        break;
      }
      last = cpuNanos(work, times);
      double once = (double) last / times;
      steady = once < FASTER * best ? 0 : steady + 1;
      best = Math.min(best, once);
      if (last < effort.sampleNanos && times < effort.maxTimes) {
        times *= 2;
      }
    }
    return new WarmUp(times, last);
  }

  /** Nanoseconds of processor time that the current thread takes for it. */
  public static long cpuNanos(Work work, int times) {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run(times);
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
