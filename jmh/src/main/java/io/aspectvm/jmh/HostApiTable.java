package io.aspectvm.jmh;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.AspectRuntime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints a table in Markdown of what each host call costs: processor time of its thread, against
 * the price under two gas schedules. An argument chooses the calls whose names contain it.
 *
 * <p>Time is the thread's own, so that other users of the machine disturb it little; the guest's
 * loop and its allocation of the result are in it, a few nanoseconds. The median of samples in one
 * JVM that has run all calls before: what a node's JVM is like.
 */
public final class HostApiTable {

  /** One second of processor time for 10^7 EVM gas (gas, section 8). */
  private static final double NANOS_PER_GAS = 100;

  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long SAMPLE_NANOS = 60_000_000;
  private static final int SAMPLES = 7;

  /** Samples where one call alone takes longer than this. */
  private static final int FEW_SAMPLES = 3;

  private static final long SLOW_NANOS = 1_000_000_000;

  /** Logs are kept by an execution, up to a number. */
  private static final int MAX_CALLS = 1 << 17;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HostApiTable() {}

  /** Prints the table. */
  public static void main(String... arguments) throws InterruptedException {
    String wanted = arguments.length == 0 ? "" : arguments[0].toUpperCase(Locale.ROOT);
    Runnable print = () -> print(wanted);
    try (AspectRuntime runtime = AspectRuntime.builder().build()) {
      Thread thread = runtime.threadFactory().newThread(print);
      thread.start();
      thread.join();
    }
  }

  private static void print(String wanted) {
    System.out.println(
        "| host call | of | CPU ns | spread | `artela-current` | `hardened` |"
            + " us / 1,000 gas, current | hardened | |");
    System.out.println("| --- | --- | --: | --: | --: | --: | --: | --: | --- |");
    for (HostApiCase call : HostApiCase.values()) {
      if (call.name().contains(wanted)) {
        System.out.println(row(call));
      }
    }
  }

  private static String row(HostApiCase call) {
    double current = HostApiLoop.price(call, GasSchedules.ARTELA_CURRENT);
    double hardened = HostApiLoop.price(call, GasSchedules.HARDENED);
    double[] nanos = sortedSamples(call);
    double median = nanos[nanos.length / 2];
    double spread = (nanos[nanos.length - 2] - nanos[1]) / median;
    String field = call.function().field();
    return "| %s | %s | %,.0f | %.0f%% | %,.1f | %,.1f | %s | %s | %s |"
        .formatted(
            field.substring(field.indexOf("Api__.") < 0 ? 0 : 2).replace("Api__", ""),
            call.what(),
            median,
            100 * spread,
            current,
            hardened,
            perGas(median, current),
            perGas(median, hardened),
            verdict(median, current, hardened));
  }

  /** Microseconds for 1,000 gas are nanoseconds for one. */
  private static String perGas(double nanos, double gas) {
    return gas == 0 ? "free" : "%,.1f".formatted(nanos / gas);
  }

  private static String verdict(double nanos, double current, double hardened) {
    boolean cheap = nanos > current * NANOS_PER_GAS;
    boolean cheapEvenHardened = nanos > hardened * NANOS_PER_GAS;
    return cheap ? cheapEvenHardened ? "**cheap in both**" : "**cheap**" : "";
  }

  /** Nanoseconds of a call: warm, then sampled. */
  private static double[] sortedSamples(HostApiCase call) {
    try (HostApiLoop loop = HostApiLoop.of(call, GasSchedules.ARTELA_CURRENT)) {
      int times = 1;
      long last = 0;
      for (long spent = 0; spent < WARM_UP_NANOS; spent += last) {
        last = cpuNanos(loop, times);
        if (last < SAMPLE_NANOS && times < MAX_CALLS) {
          times *= 2;
        }
      }
      double[] samples = new double[last > SLOW_NANOS ? FEW_SAMPLES : SAMPLES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (double) cpuNanos(loop, times) / times;
      }
      Arrays.sort(samples);
      return samples;
    }
  }

  private static long cpuNanos(HostApiLoop loop, int times) {
    long start = THREADS.getCurrentThreadCpuTime();
    loop.run(times);
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
