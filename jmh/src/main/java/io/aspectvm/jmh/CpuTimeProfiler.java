package io.aspectvm.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * {@code -prof io.aspectvm.jmh.CpuTimeProfiler}: processor time of the benchmark's threads for each
 * call. On a machine that others use too it varies far less than time by the clock; the threads of
 * the JIT and the garbage collector are not in it.
 */
public final class CpuTimeProfiler implements InternalProfiler {

  /** Name of the result. */
  static final String RESULT = "cpu";

  static final String FACTORY_THREAD = "aspect-execution-";
  private static final String JMH_THREAD = "-jmh-worker-";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "Processor time of the benchmark's threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = cpuNanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = cpuNanos() - before;
    double unit = TimeUnit.NANOSECONDS.convert(1, benchmark.getTimeUnit());
    long operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(
            RESULT,
            operations == 0 ? Double.NaN : nanos / unit / operations,
            text(benchmark.getTimeUnit()) + "/op",
            AggregationPolicy.AVG));
  }

  private long cpuNanos() {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && isWorker(info.getThreadName())) {
        sum += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return sum;
  }

  private static boolean isWorker(String name) {
    return name.startsWith(FACTORY_THREAD) || name.contains(JMH_THREAD);
  }

  /** Short names of time units, as JMH prints them. */
  private static String text(TimeUnit unit) {
    return switch (unit) {
      case NANOSECONDS -> "ns";
      case MICROSECONDS -> "us";
      case MILLISECONDS -> "ms";
      default -> "s";
    };
  }
}
