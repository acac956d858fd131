package io.aspectvm.jmh;

import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.LoadedKernel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steady state: kernels in warm code, with gas and without, on any engine; {@link KernelComparison}
 * runs it on all of them. Gas should cost 15% at most, as a geometric mean. Subtract the kernel
 * {@code NOTHING}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {FactoryThreads.EXECUTOR, FactoryThreads.EXECUTOR_CLASS})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {

  @Param Kernel kernel;

  @Param({"true", "false"})
  boolean gas;

  /** By name; by default this project, classes defined once. */
  @Param("aspectvm-instance")
  String engine;

  private LoadedKernel loaded;

  /** Loads, and looks whether the result is right. */
  @Setup
  public void setUp() throws Exception {
    FactoryThreads.require();
    loaded = Engines.named(engine).load(kernel.wasm(), kernel.export(), gas);
    long result = call();
    if (result != kernel.expected()) {
      throw new IllegalStateException(
          "%s, %s: %x instead of %x".formatted(engine, kernel, result, kernel.expected()));
    }
  }

  @TearDown
  public void tearDown() {
    loaded.close();
  }

  /** One run of the kernel. */
  @Benchmark
  public long call() {
    return loaded.call(kernel.argument());
  }
}
