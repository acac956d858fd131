package io.aspectvm.jmh;

import io.aspectvm.gas.schedule.GasSchedules;
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

  private static final WarmTimes.Effort EFFORT =
      WarmTimes.Effort.millis(400, 7, 60).atMost(HostApiLoop.MAX_CALLS);

  private HostApiTable() {}

  /** Prints the table. */
  public static void main(String... arguments) {
    String wanted = arguments.length == 0 ? "" : arguments[0].toUpperCase(Locale.ROOT);
    FactoryThreads.run(() -> print(wanted));
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
    return "| %s | %s | %,.0f | %.0f%% | %,.1f | %,.1f | %s | %s | %s |"
        .formatted(
            call.title(),
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
      return WarmTimes.sorted(loop::run, EFFORT);
    }
  }
}
