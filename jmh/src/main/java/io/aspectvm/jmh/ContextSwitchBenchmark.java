package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.HostServices;
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
 * What it costs to execute a short aspect: a fresh instance under each isolation policy, and the
 * whole flow of the ABI, on a thread of the runtime's factory. Bars (empty): below 29 us under
 * {@code CLASS_LOADER}, below 5 us under {@code INSTANCE}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {FactoryThreads.EXECUTOR, FactoryThreads.EXECUTOR_CLASS})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ContextSwitchBenchmark {

  @Param({"INSTANCE", "CLASS_LOADER", "STRICT"})
  Isolation isolation;

  @Param JoinPointCase aspect;

  private AspectRuntime runtime;
  private Aspect loaded;
  private HostServices services;

  /** Compiles and loads. */
  @Setup
  public void setUp() throws WasmException {
    FactoryThreads.require();
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    runtime = AspectRuntime.builder().isolation(isolation).build();
    loaded = runtime.load(new ModuleCompiler(options).compile(aspect.wasm()).module());
    services = aspect.services();
    aspect.check(aspect.execute(loaded, services));
  }

  @TearDown
  public void tearDown() {
    loaded.close();
    runtime.close();
  }

  /** One execution. */
  @Benchmark
  public ExecutionResult execute() {
    return aspect.execute(loaded, services);
  }
}
