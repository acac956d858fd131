package io.aspectvm.jmh.report;

import io.aspectvm.jmh.KernelResults;
import io.aspectvm.jmh.KernelResults.Column;
import io.aspectvm.jmh.Limits;
import io.aspectvm.jmh.report.chart.CategoryFigure;
import io.aspectvm.jmh.report.chart.Figure;
import io.aspectvm.jmh.report.chart.Scale;
import java.util.List;
import java.util.Optional;

/** Kernels on all engines, as figures. */
final class KernelSection {

  /** The figure that the README shows. */
  static final String MEANS = "kernel-means";

  private static final String GAS = " + gas";
  private static final String OWN = "aspectvm-instance";
  private static final String FAST_PEER = "endive-array";

  /** Shown for each kernel, in this order. */
  private static final List<String> SHOWN =
      List.of(OWN + GAS, OWN, FAST_PEER, "chicory", "wasmtime", "v8");

  /** More than ten times as slow as others: in the table alone. */
  private static final List<String> INTERPRETERS = List.of("graalwasm", "chicory-interpreter");

  private final KernelResults kernels;
  private final String jvm;
  private final List<Column> columns;

  private KernelSection(KernelResults kernels, String jvm) {
    this.kernels = kernels;
    this.jvm = jvm;
    this.columns = kernels.columns(jvm);
  }

  /** On the newest JDK; empty where no kernel was measured. */
  static Optional<Section> of(KernelResults kernels) {
    return Jdk.among(kernels.jvms()).stream()
        .findFirst()
        .flatMap(jdk -> kernels.jvms().stream().filter(jdk::ran).findFirst())
        .map(jvm -> new KernelSection(kernels, jvm).section());
  }

  private Section section() {
    return new Section(
        "Kernels",
        "Computations without host calls in warm code, on "
            + jvm
            + ": processor time as a multiple of that of native code. Of this project `"
            + OWN
            + "` is shown; where code is shared, it is the same under each policy."
            + noise(),
        "kernels.md",
        List.of(means(), each()));
  }

  private String noise() {
    return column(OWN + GAS)
        .map(own -> kernels.spread(own, kernels.measured(own)))
        .filter(Double::isFinite)
        .map(spread -> " Spread of its samples: %.0f%% in the middle.".formatted(100 * spread))
        .orElse("");
  }

  private Figure means() {
    CategoryFigure figure =
        new CategoryFigure(
            "Kernels on " + jvm + ", geometric means of " + kernels.averaged().size(),
            "time / native code; less is better",
            Scale.LINEAR);
    columns.stream()
        .filter(column -> !INTERPRETERS.contains(column.engine()))
        .sorted((a, b) -> Double.compare(kernels.mean(a), kernels.mean(b)))
        .forEach(column -> figure.add(kind(column), column.variant(), kernels.mean(column)));
    figure.bound(Limits.STEADY, "with gas: " + Limits.STEADY);
    column(OWN)
        .map(kernels::mean)
        .filter(Double::isFinite)
        .ifPresent(mean -> figure.bound(Limits.GAS * mean, Limits.GAS + " x without gas"));
    column(FAST_PEER)
        .map(kernels::mean)
        .filter(Double::isFinite)
        .ifPresent(
            mean -> figure.bound(mean / Limits.OVER_PEER, FAST_PEER + " / " + Limits.OVER_PEER));
    return figure.bars(MEANS);
  }

  private static String kind(Column column) {
    if (!column.engine().startsWith("aspectvm-")) {
      return column.gas() ? "others, with gas" : "others, without gas";
    }
    return column.gas() ? "this project, with gas" : "this project, without gas";
  }

  private Figure each() {
    CategoryFigure figure =
        new CategoryFigure(
            "Each kernel on " + jvm, "time / native code; less is better", Scale.DOUBLING);
    for (String variant : SHOWN) {
      column(variant)
          .ifPresent(
              column ->
                  kernels
                      .computations()
                      .forEach(k -> figure.add(variant, k, kernels.ratio(column, k))));
    }
    return figure.points("kernels");
  }

  private Optional<Column> column(String variant) {
    return columns.stream().filter(column -> column.variant().equals(variant)).findFirst();
  }
}
