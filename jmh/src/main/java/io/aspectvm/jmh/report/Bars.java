package io.aspectvm.jmh.report;

import io.aspectvm.jmh.KernelBars;
import io.aspectvm.jmh.KernelResults;
import io.aspectvm.jmh.Limits;
import io.aspectvm.jmh.engine.EndiveClasses;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.life.LifeGroup;
import io.aspectvm.jmh.life.LifeNames;
import io.aspectvm.jmh.report.Bar.Side;
import io.aspectvm.runtime.Isolation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The bars that this project has set itself for speed and memory, over what was measured; ratios to
 * others first.
 */
final class Bars {

  /** The policy that users get, and the one without isolation of classes. */
  private static final String DEFAULT = Engines.nameOf(Isolation.CLASS_LOADER);

  private static final String SHARED = Engines.nameOf(Isolation.INSTANCE);
  private static final String STRICT = Engines.nameOf(Isolation.STRICT);

  /** Bars for steady state are for this one: what C2 can do, differs. */
  private static final Jdk STEADY = new Jdk(25);

  private static final double KILOBYTE = 1024;

  private final Results results;

  private Bars(Results results) {
    this.results = results;
  }

  static List<Bar> of(Results results) {
    return new Bars(results).all();
  }

  private List<Bar> all() {
    return Stream.of(steadyState(), executions(), compiling(), memory())
        .flatMap(List::stream)
        .toList();
  }

  /** Computations in warm code. */
  private List<Bar> steadyState() {
    return List.of(
        kernels(
            "steady-state",
            "kernels with gas / native, geometric mean",
            Side.AT_MOST,
            Limits.STEADY,
            Optional.of(STEADY),
            KernelBars::withGas),
        kernels(
            "keccak",
            "Keccak with gas / native",
            Side.AT_MOST,
            Limits.APART,
            Optional.of(STEADY),
            KernelBars::apart),
        kernels(
            "gas-overhead",
            "kernels with gas / without, geometric mean",
            Side.AT_MOST,
            Limits.GAS,
            Optional.empty(),
            KernelBars::gasOverhead),
        kernels(
            "fast-peer",
            "Endive with its fast memory, without gas / this project with gas, geometric mean",
            Side.AT_LEAST,
            Limits.OVER_PEER,
            Optional.empty(),
            KernelBars::overFastPeer),
        kernels(
            "slowest-kernel",
            "with gas / best peer on the JVM without gas, slowest kernel",
            Side.AT_MOST,
            Limits.SLOWEST,
            Optional.empty(),
            bars -> bars.worstKernel().map(bars::againstPeers).orElse(Double.NaN)));
  }

  /** Fresh executions. */
  private List<Bar> executions() {
    return List.of(
        point(
            "context-switch",
            "context switch: fresh execution of an empty join point, default isolation, aspect of"
                + " 50 KB, p50",
            Side.BELOW,
            Limits.SWITCH_US,
            "us",
            jdk ->
                at(jdk, LifeGroup.CONTEXT_SWITCH, LifeNames.EMPTY, DEFAULT, 50, LifeNames.MEDIAN)),
        point(
            "context-switch-instance",
            "the same with `INSTANCE`",
            Side.BELOW,
            Limits.SWITCH_INSTANCE_US,
            "us",
            jdk ->
                at(jdk, LifeGroup.CONTEXT_SWITCH, LifeNames.EMPTY, SHARED, 50, LifeNames.MEDIAN)),
        point(
            "cold-short",
            "first call in a fresh `STRICT` loader, 8 KB, short (one hash)",
            Side.AT_MOST,
            Limits.COLD_SHORT_MS,
            "ms",
            jdk -> cold(jdk, STRICT, 1)),
        point(
            "cold-short-peer",
            "the same / Endive in a new class loader",
            Side.AT_MOST,
            Limits.COLD_OF_PEER,
            Bar.RATIO,
            jdk -> coldOfPeer(jdk, 1)),
        point(
            "cold-long",
            "first call in a fresh `STRICT` loader, 8 KB, long (100 hashes)",
            Side.AT_MOST,
            Limits.COLD_LONG_MS,
            "ms",
            jdk -> cold(jdk, STRICT, 100)),
        point(
            "cold-long-peer",
            "the same / Endive in a new class loader",
            Side.AT_MOST,
            Limits.COLD_OF_PEER,
            Bar.RATIO,
            jdk -> coldOfPeer(jdk, 100)),
        point(
            "concurrency",
            "throughput of two threads / one",
            Side.AT_LEAST,
            Limits.TWO_THREADS,
            Bar.RATIO,
            jdk ->
                at(
                    jdk,
                    LifeGroup.THROUGHPUT,
                    LifeNames.EMPTY_50_KB,
                    DEFAULT,
                    2,
                    LifeNames.OF_ONE_THREAD)));
  }

  /** From wasm to class files. */
  private List<Bar> compiling() {
    return List.of(
        point(
            "compile-small",
            "compiling a module of 48 KB, warm",
            Side.AT_MOST,
            Limits.COMPILE_SMALL_MS,
            "ms",
            jdk -> compile(jdk, 48, LifeNames.TIME)),
        point(
            "compile-large",
            "compiling a module of 524 KB, warm",
            Side.AT_MOST,
            Limits.COMPILE_LARGE_MS,
            "ms",
            jdk -> compile(jdk, 524, LifeNames.TIME)),
        point(
            "compile-linear",
            "time for a kilobyte, largest module / 48 KB",
            Side.AT_MOST,
            Limits.LINEAR,
            Bar.RATIO,
            this::compileGrowth));
  }

  /** What executions and aspects take. */
  private List<Bar> memory() {
    return List.of(
        point(
            "memory-execution",
            "heap of an execution beyond its linear memory, default isolation, 50 KB",
            Side.AT_MOST,
            Limits.EXECUTION_KB,
            "KB",
            jdk ->
                divided(
                    at(
                        jdk,
                        LifeGroup.ALLOCATION,
                        LifeNames.EMPTY,
                        DEFAULT,
                        50,
                        LifeNames.LESS_MEMORY),
                    KILOBYTE)),
        point(
            "memory-loaded",
            "memory of an idle loaded aspect of 50 KB / its class files",
            Side.BELOW,
            Limits.LOADED,
            Bar.RATIO,
            jdk -> at(jdk, LifeGroup.RETAINED, LifeNames.IDLE, DEFAULT, 50, LifeNames.RELATIVE)),
        point(
            "distinct-aspects",
            "memory that a load leaves behind, last of many distinct aspects / its class files",
            Side.AT_MOST,
            Limits.LEFT,
            Bar.RATIO,
            jdk -> last(jdk, LifeNames.GROWTH)),
        point(
            "distinct-linear",
            "cost of a load, last of many distinct aspects / those before",
            Side.AT_MOST,
            Limits.LINEAR,
            Bar.RATIO,
            jdk -> last(jdk, LifeNames.COST)));
  }

  private static Bar point(
      String id,
      String what,
      Side side,
      double limit,
      String unit,
      Function<Jdk, Reading> measured) {
    return new Bar(id, what, side, limit, unit, Optional.empty(), measured);
  }

  private Bar kernels(
      String id,
      String what,
      Side side,
      double limit,
      Optional<Jdk> scope,
      ToDoubleFunction<KernelBars> ratio) {
    return new Bar(id, what, side, limit, Bar.RATIO, scope, jdk -> kernels(jdk, ratio));
  }

  private Reading kernels(Jdk jdk, ToDoubleFunction<KernelBars> ratio) {
    KernelResults kernels = results.kernels();
    return kernels.jvms().stream()
        .filter(jdk::ran)
        .findFirst()
        .map(jvm -> new KernelBars(kernels, jvm))
        .map(bars -> new Reading(ratio.applyAsDouble(bars), bars.spread()))
        .orElse(Reading.NONE);
  }

  private Reading at(
      Jdk jdk, LifeGroup group, String subject, String series, double x, String measure) {
    return results
        .points()
        .on(jdk)
        .group(group.id())
        .subject(subject)
        .series(series)
        .at(x)
        .measure(measure)
        .reading();
  }

  private Reading cold(Jdk jdk, String series, int hashes) {
    return at(jdk, LifeGroup.COLD_CALL, LifeNames.FIRST_CALL, series, hashes, LifeNames.MEDIAN);
  }

  private Reading coldOfPeer(Jdk jdk, int hashes) {
    Reading ours = cold(jdk, STRICT, hashes);
    return divided(ours, cold(jdk, EndiveClasses.NAME, hashes).value());
  }

  private Reading compile(Jdk jdk, double kilobytes, String measure) {
    return compiled(jdk, measure).at(kilobytes).reading();
  }

  private Points compiled(Jdk jdk, String measure) {
    return results
        .points()
        .on(jdk)
        .group(LifeGroup.COMPILE.id())
        .series(LifeNames.COMPILER)
        .measure(measure);
  }

  private Reading compileGrowth(Jdk jdk) {
    Points points = compiled(jdk, LifeNames.CPU_PER_KILOBYTE);
    Reading small = points.at(48).reading();
    Reading large = lastOf(points);
    return new Reading(large.value() / small.value(), large.spread());
  }

  private Reading last(Jdk jdk, String measure) {
    return lastOf(
        results
            .points()
            .on(jdk)
            .group(LifeGroup.DISTINCT_ASPECTS.id())
            .series(DEFAULT)
            .measure(measure));
  }

  private static Reading lastOf(Points points) {
    return points.isEmpty() ? Reading.NONE : points.list().get(points.list().size() - 1).reading();
  }

  private static Reading divided(Reading reading, double by) {
    return new Reading(reading.value() / by, reading.spread());
  }
}
