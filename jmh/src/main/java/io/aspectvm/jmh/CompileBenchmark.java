package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilationResult;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * KB, 100 ms for 524 KB; the time for a kilobyte ({@code :kilobytes}) stays the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
public class CompileBenchmark {

  /** The largest module of profile {@code aspect}. */
  private static final int ASPECT_KILOBYTES = 4 * 1024;

  @Param({"guard", "pricing", "16", "48", "128", "524", "1024", "4000", "10240"})
  String module;

  private byte[] wasm;
  private ModuleCompiler compiler;

  /** Has JMH report the time for a kilobyte of wasm beside that for a module. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Size {
    /** Compiled in this iteration. */
    public double kilobytes;
  }

  /** Reads or generates the module. */
  @Setup
  public void setUp() {
    wasm =
        Character.isDigit(module.charAt(0))
            ? GeneratedModule.ofKilobytes(Integer.parseInt(module))
            : Resources.example(module);
    compiler = new ModuleCompiler(CompilerOptions.of(profile(wasm)));
  }

  /** The profile that a module of this size is compiled under. */
  public static Profile profile(byte[] wasm) {
    return wasm.length / 1024 <= ASPECT_KILOBYTES ? Profile.ASPECT : Profile.WASM;
  }

  /** The whole way from bytes to classes. */
  @Benchmark
  public CompilationResult compile(Size size) throws WasmException {
    size.kilobytes += wasm.length / 1024.0;
    return compiler.compile(wasm);
  }
}
