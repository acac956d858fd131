package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Compiling, warm: an example, or a generated module of about so many kilobytes. Bars: 10 ms for 48
 * KB, 100 ms for 524 KB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
public class CompileBenchmark {

  @Param({"guard", "pricing", "48", "524"})
  String module;

  private byte[] wasm;
  private ModuleCompiler compiler;

  /** Reads or generates the module. */
  @Setup
  public void setUp() {
    wasm =
        Character.isDigit(module.charAt(0))
            ? GeneratedModule.ofKilobytes(Integer.parseInt(module))
            : ExampleModules.load(module);
    compiler = new ModuleCompiler(CompilerOptions.of(Profile.ASPECT));
  }

  /** The whole way from bytes to classes. */
  @Benchmark
  public CompilationResult compile() throws WasmException {
    return compiler.compile(wasm);
  }
}
