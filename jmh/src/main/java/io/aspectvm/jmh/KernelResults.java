package io.aspectvm.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measurements by platform, engine and kernel; ratios to native code. Immutable. */
public final class KernelResults {

  /** What the ratios are to. */
  public static final String NATIVE = "native";

  /** Of it there is no geometric mean with others: C2 is far off, and the bar is its own. */
  public static final String APART = "keccak";

  /** Calls of nothing: what an engine's call itself takes. */
  static final String NOT_A_KERNEL = "nothing";

  private static final String JVM = "JDK ";

  /** One engine on one platform, with gas or without. */
  public record Column(String platform, String engine, boolean gas) {

    /** As in headings. */
    public String variant() {
      return gas ? engine + " + gas" : engine;
    }

    private boolean isNative() {
      return engine.equals(NATIVE);
    }

    private boolean onJvm() {
      return platform.startsWith(JVM);
    }
  }

  private final Map<Column, Map<String, Measurement>> columns = new LinkedHashMap<>();
  private final Set<String> kernels = new LinkedHashSet<>();

  /** Results over any number of measurements, the later of two of the same. */
  public KernelResults(List<Measurement> measurements) {
    for (Measurement m : measurements) {
      columns
          .computeIfAbsent(
              new Column(m.platform(), m.engine(), m.gas()), column -> new LinkedHashMap<>())
          .put(m.kernel(), m);
      kernels.add(m.kernel());
    }
  }

  /** In the order in which they were measured; with the calls of nothing. */
  Set<String> kernels() {
    return kernels;
  }

  /** Those that compute something. */
  public Set<String> computations() {
    Set<String> computing = new LinkedHashSet<>(kernels);
    computing.remove(NOT_A_KERNEL);
    return computing;
  }

  /** Those that geometric means are over. */
  public Set<String> averaged() {
    Set<String> averaged = computations();
    averaged.remove(APART);
    return averaged;
  }

  /** Platforms that are JVMs. */
  public List<String> jvms() {
    return columns.keySet().stream()
        .filter(Column::onJvm)
        .map(Column::platform)
        .distinct()
        .toList();
  }

  /** What was measured on a JVM, behind what was measured on none; without native code. */
  public List<Column> columns(String jvm) {
    List<Column> result = new ArrayList<>();
    for (Column column : columns.keySet()) {
      if (!column.isNative() && !column.onJvm()) {
        result.add(column);
      }
    }
    columns.keySet().stream().filter(c -> c.platform().equals(jvm)).forEach(result::add);
    return result;
  }

  /** Time of a kernel in native code, NaN where it was not measured. */
  public double nativeNanos(String kernel) {
    return columns.keySet().stream()
        .filter(Column::isNative)
        .mapToDouble(column -> nanos(column, kernel))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Median time of a kernel, NaN where it was not measured. */
  public double nanos(Column column, String kernel) {
    Measurement found = columns.getOrDefault(column, Map.of()).get(kernel);
    return found == null ? Double.NaN : found.median();
  }

  /** How often the time of native code it took; NaN where one was not measured. */
  public double ratio(Column column, String kernel) {
    return nanos(column, kernel) / nativeNanos(kernel);
  }

  /**
   * Geometric mean of the ratios of the kernels that are averaged and were measured; NaN of none.
   */
  public double mean(Column column) {
    return Measurement.geometricMean(measured(column).stream().mapToDouble(k -> ratio(column, k)));
  }

  /** Of the kernels that are averaged those with a ratio on this column. */
  public List<String> measured(Column column) {
    return averaged().stream().filter(kernel -> !Double.isNaN(ratio(column, kernel))).toList();
  }

  /** Median of the spreads of the kernels, which were all measured. */
  public double spread(Column column, Collection<String> measured) {
    double[] spreads =
        measured.stream().mapToDouble(k -> columns.get(column).get(k).spread()).sorted().toArray();
    return spreads.length == 0 ? Double.NaN : spreads[spreads.length / 2];
  }
}
