package io.aspectvm.jmh;

import io.aspectvm.jmh.KernelResults.Column;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The ratios that speed is judged by, on one JVM, over the kernels that are averaged. NaN is one
 * that lacks a part.
 */
public final class KernelBars {

  private static final Column ABSENT = new Column("", "", false);

  private final KernelResults results;
  private final List<Column> columns;
  private final Column metered;
  private final Column unmetered;
  private final Column fastPeer;

  /**
   * @param jvm one of {@link KernelResults#jvms}
   */
  public KernelBars(KernelResults results, String jvm) {
    this.results = results;
    this.columns =
        results.columns(jvm).stream().filter(column -> column.platform().equals(jvm)).toList();
    this.metered = column("aspectvm-instance", true);
    this.unmetered = column("aspectvm-instance", false);
    this.fastPeer = column("endive-array", false);
  }

  /** This project with gas, against native code. */
  public double withGas() {
    return mean(kernel -> results.ratio(metered, kernel));
  }

  /** The kernel that is not averaged, with gas, against native code. */
  public double apart() {
    return results.ratio(metered, KernelResults.APART);
  }

  /** This project with gas, against itself without. */
  public double gasOverhead() {
    return mean(kernel -> ratio(metered, unmetered, kernel));
  }

  /** How often as fast this project is with gas as the fastest peer on the JVM without. */
  public double overFastPeer() {
    return mean(kernel -> ratio(fastPeer, metered, kernel));
  }

  /** The kernel on which this project, with gas, is worst against the best peer on the JVM. */
  public Optional<String> worstKernel() {
    return results.averaged().stream()
        .max((a, b) -> Double.compare(againstPeers(a), againstPeers(b)));
  }

  /** Against the fastest of the peers that run on the JVM, without gas. */
  public double againstPeers(String kernel) {
    double best =
        columns.stream()
            .filter(c -> !c.gas() && !c.engine().startsWith("aspectvm-"))
            .filter(c -> !c.engine().equals("wasmtime"))
            .mapToDouble(c -> results.nanos(c, kernel))
            .filter(nanos -> !Double.isNaN(nanos))
            .min()
            .orElse(Double.NaN);
    return results.nanos(metered, kernel) / best;
  }

  /** Median of the spreads of this project's times with gas, as parts of them. */
  public double spread() {
    return results.spread(metered, results.measured(metered));
  }

  /** A list in Markdown, without those that lack a part. */
  String text() {
    StringBuilder out = new StringBuilder();
    line(out, "with gas / without: %s", gasOverhead());
    line(out, "endive-array without gas / this project with gas: %s", overFastPeer());
    worstKernel()
        .ifPresent(
            worst ->
                line(
                    out,
                    "with gas / best peer on the JVM without gas, slowest kernel ("
                        + worst
                        + "): %s",
                    againstPeers(worst)));
    return out.toString();
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
    return Measurement.geometricMean(results.averaged().stream().mapToDouble(ratio));
  }

  private static void line(StringBuilder out, String text, double value) {
    if (!Double.isNaN(value)) {
      out.append("- ").append(text.formatted(MarkdownTable.number(value))).append('\n');
    }
  }
}
