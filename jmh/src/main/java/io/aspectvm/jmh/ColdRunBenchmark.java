package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
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
 * The first call of a fresh {@code STRICT} loader, in a warm runtime: defining and verifying the
 * classes that run, and then cold code. The argument is the number of Keccak-256 hashes that the
 * merkle example computes. Short join points are in {@link ContextSwitchBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {FactoryThreads.EXECUTOR, FactoryThreads.EXECUTOR_CLASS})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ColdRunBenchmark {

  private static final long GAS = 1_000_000_000_000L;

  @Param({"0", "1", "10", "100"})
  int hashes;

  private AspectRuntime runtime;
  private Aspect aspect;

  /** Compiles and loads. */
  @Setup
  public void setUp() throws WasmException {
    FactoryThreads.require();
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    runtime = AspectRuntime.builder().isolation(Isolation.STRICT).build();
    aspect = runtime.load(new ModuleCompiler(options).compile(Kernel.HASH_CHAIN.wasm()).module());
  }

  @TearDown
  public void tearDown() {
    aspect.close();
    runtime.close();
  }

  /** One call, in classes of its own. */
  @Benchmark
  public InvocationResult call() {
    return aspect.invoke(Kernel.HASH_CHAIN.export(), new long[] {hashes}, GAS);
  }
}
