package io.aspectvm.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Samples of one kernel on one engine, as a line of tab-separated values: what runs of other
 * programs leave for the report too.
 *
 * @param platform what the engine ran on: {@code JDK 25.0.1}, {@code clang 14.0.6}
 * @param engine name of the engine, {@code native} or {@code v8}
 * @param gas whether gas was counted
 * @param kernel name as in {@code kernels.tsv}
 * @param nanos processor time of a call in nanoseconds, at least one, in the order in which they
 *     were taken
 */
public record Measurement(
    String platform, String engine, boolean gas, String kernel, List<Double> nanos) {

  private static final int COLUMNS = 5;

  public Measurement {
    nanos = List.copyOf(nanos);
    if (nanos.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + kernel + " on " + engine);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Measurement parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not a measurement: " + line);
    }
    List<Double> nanos = Arrays.stream(columns[4].split(" ")).map(Double::valueOf).toList();
    return new Measurement(
        columns[0], columns[1], Boolean.parseBoolean(columns[2]), columns[3], nanos);
  }

  String line() {
    String samples =
        nanos.stream()
            .map(time -> String.format(Locale.ROOT, "%.1f", time))
            .collect(Collectors.joining(" "));
    return String.join("\t", platform, engine, Boolean.toString(gas), kernel, samples);
  }

  /** As {@link Samples#median}. */
  public double median() {
    return Samples.median(nanos);
  }

  /** As {@link Samples#spread}. */
  public double spread() {
    return Samples.spread(nanos);
  }

  /** The geometric mean, or NaN of nothing. */
  public static double geometricMean(DoubleStream ratios) {
    return Math.exp(ratios.map(Math::log).average().orElse(Double.NaN));
  }
}
