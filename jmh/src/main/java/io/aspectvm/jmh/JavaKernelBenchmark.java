package io.aspectvm.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of {@link KernelBenchmark} in Java: how far the compiled ones are from the JIT's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JavaKernelBenchmark {

  @Param({"NOTHING", "FIB", "SIEVE", "XORSHIFT", "WORDS", "KECCAK"})
  Kernel kernel;

  /** One run of the kernel. */
  @Benchmark
  public long call() {
    return kernel.java().applyAsLong(kernel.argument());
  }
}
