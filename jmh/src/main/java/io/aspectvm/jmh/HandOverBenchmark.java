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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The empty execution of {@link ContextSwitchBenchmark} under {@code INSTANCE}, from a thread that
 * is none of the runtime's factory: the difference is the hand-over.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class HandOverBenchmark {

  private AspectRuntime runtime;
  private Aspect loaded;
  private HostServices services;

  /** Compiles and loads. */
  @Setup
  public void setUp() throws WasmException {
    CompilerOptions options = CompilerOptions.of(Profile.ASPECT);
    runtime = AspectRuntime.builder().isolation(Isolation.INSTANCE).build();
    loaded = runtime.load(new ModuleCompiler(options).compile(JoinPointCase.EMPTY.wasm()).module());
    services = JoinPointCase.EMPTY.services();
  }

  @TearDown
  public void tearDown() {
    loaded.close();
    runtime.close();
  }

  /** One execution, on a thread of the runtime. */
  @Benchmark
  public ExecutionResult execute() {
    return JoinPointCase.EMPTY.execute(loaded, services);
  }
}
