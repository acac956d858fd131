package io.aspectvm.jmh;

import io.aspectvm.jmh.KernelResults.Column;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The ratios that speed is judged by, as a list in Markdown; without those that lack a part. */
final class KernelBars {

  private static final Column ABSENT = new Column("", "", false);

  private final KernelResults results;
  private final Collection<String> kernels;
  private final List<Column> columns;

  /**
   * @param jvm on which
   * @param kernels over which
   */
  KernelBars(KernelResults results, String jvm, Collection<String> kernels) {
    this.results = results;
    this.kernels = kernels;
    this.columns =
        results.columns(jvm).stream().filter(column -> column.platform().equals(jvm)).toList();
  }

  String text() {
    Column metered = column("aspectvm-instance", true);
    Column unmetered = column("aspectvm-instance", false);
    Column fastPeer = column("endive-array", false);
    StringBuilder out = new StringBuilder();
    line(out, "with gas / without: %s", mean(k -> ratio(metered, unmetered, k)));
    line(
        out,
        "endive-array without gas / this project with gas: %s",
        mean(k -> ratio(fastPeer, metered, k)));
    kernels.stream()
        .max((a, b) -> Double.compare(againstPeers(metered, a), againstPeers(metered, b)))
        .ifPresent(
            worst ->
                line(
                    out,
                    "with gas / best peer on the JVM without gas, slowest kernel ("
                        + worst
                        + "): %s",
                    againstPeers(metered, worst)));
    return out.toString();
  }

  /** Against the fastest of the peers that run on the JVM; NaN without one, or less than all. */
  private double againstPeers(Column own, String kernel) {
    double best =
        columns.stream()
            .filter(c -> !c.gas() && !c.engine().startsWith("aspectvm-"))
            .filter(c -> !c.engine().equals("wasmtime"))
            .mapToDouble(c -> results.nanos(c, kernel))
            .filter(nanos -> !Double.isNaN(nanos))
            .min()
            .orElse(Double.NaN);
    return results.nanos(own, kernel) / best;
  }

  private Column column(String engine, boolean gas) {
    return columns.stream()
        .filter(c -> c.engine().equals(engine) && c.gas() == gas)
        .findFirst()
        .orElse(ABSENT);
  }

  private double ratio(Column above, Column below, String kernel) {
    return results.nanos(above, kernel) / results.nanos(below, kernel);
  }

  private double mean(ToDoubleFunction<String> ratio) {
    return Measurement.geometricMean(kernels.stream().mapToDouble(ratio));
  }

  private static void line(StringBuilder out, String text, double value) {
    if (!Double.isNaN(value)) {
      out.append("- ").append(text.formatted(MarkdownTable.number(value))).append('\n');
    }
  }
}
