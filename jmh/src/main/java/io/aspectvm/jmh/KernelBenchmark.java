package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
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
 * Steady state: kernels in warm code, with gas and without. Gas should cost 15% at most, as a
 * geometric mean. Subtract the kernel {@code NOTHING}.
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

  private AspectRuntime runtime;
  private Aspect aspect;
  private AspectInstance instance;

  /** Compiles, loads, and looks whether the result is right. */
  @Setup
  public void setUp() throws WasmException {
    FactoryThreads.require();
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT).withMetering(gas);
    runtime = AspectRuntime.builder().isolation(Isolation.INSTANCE).build();
    aspect = runtime.load(new ModuleCompiler(options).compile(kernel.wasm()).module());
    instance = aspect.newInstance();
    InvocationResult result = call();
    if (result.results().length != 1 || result.results()[0] != kernel.expected()) {
      throw new IllegalStateException(kernel + ": " + result);
    }
  }

  @TearDown
  public void tearDown() {
    aspect.close();
    runtime.close();
  }

  /** One run of the kernel. */
  @Benchmark
  public InvocationResult call() {
    return instance.invoke(kernel.export(), kernel.argument());
  }
}
