package io.aspectvm.jmh;

import io.aspectvm.gas.schedule.GasSchedules;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls of host functions from compiled code. {@link HostApiTable} compares the same calls with
 * their prices.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {FactoryThreads.EXECUTOR, FactoryThreads.EXECUTOR_CLASS})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostApiBenchmark {

  private static final int TIMES = 16;

  @Param HostApiCase call;

  private HostApiLoop loop;

  /** Compiles and loads. */
  @Setup
  public void setUp() {
    FactoryThreads.require();
    loop = HostApiLoop.of(call, GasSchedules.ARTELA_CURRENT);
  }

  @TearDown
  public void tearDown() {
    loop.close();
  }

  /** Calls on a fresh instance, of which that is a part. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public long call() {
    return loop.run(TIMES);
  }
}
