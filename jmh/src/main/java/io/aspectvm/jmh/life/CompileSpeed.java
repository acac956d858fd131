package io.aspectvm.jmh.life;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.jmh.CompileBenchmark;
import io.aspectvm.jmh.GeneratedModule;
import io.aspectvm.jmh.engine.EndiveClasses;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Time from wasm to class files, and how much larger they are. */
final class CompileSpeed implements LifeGroup.Measured {

  static final String MODULE = "generated module";
  static final String OWN = "aspectvm";
  private static final double MILLISECOND = 1_000_000;

  /** The peer is measured up to this size: it takes long for more. */
  private static final int PEER_KILOBYTES = 1_024;

  /** Compiles, and returns the size of the class files in bytes. */
  @FunctionalInterface
  private interface Compiler {
    long compile(byte[] wasm) throws WasmException;
  }

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    for (int kilobytes : effort.compiledKilobytes()) {
      byte[] wasm = GeneratedModule.ofKilobytes(kilobytes);
      ModuleCompiler compiler =
          new ModuleCompiler(CompilerOptions.of(CompileBenchmark.profile(wasm)));
      measure(
          effort,
          recorder.point(MODULE, OWN, kilobytes),
          wasm,
          bytes -> classBytes(compiler.compile(bytes).module()));
      if (kilobytes <= PEER_KILOBYTES) {
        measure(
            effort,
            recorder.point(MODULE, "endive", kilobytes),
            wasm,
            bytes -> classBytes(EndiveClasses.compile(bytes)));
      }
    }
  }

  private static void measure(Effort effort, Recorder.Point point, byte[] wasm, Compiler compiler)
      throws WasmException {
    long classBytes = compiler.compile(wasm);
    for (long end = System.nanoTime() + 4 * effort.warmUpNanos(); System.nanoTime() < end; ) {
      compiler.compile(wasm);
    }
    List<Double> clock = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < effort.rounds(); i++) {
      int times = 0;
      long start = System.nanoTime();
      long cpuStart = Processor.nanos();
      do {
        compiler.compile(wasm);
        times++;
      } while (System.nanoTime() - start < effort.roundNanos());
      clock.add((System.nanoTime() - start) / MILLISECOND / times);
      processor.add((Processor.nanos() - cpuStart) / MILLISECOND / times);
    }
    double kilobytes = wasm.length / 1024.0;
    point
        .add("time", "ms", clock)
        .add("time" + LifeBars.CPU, "ms", processor)
        .add("CPU for a KB", "ms", processor.stream().map(time -> time / kilobytes).toList())
        .add("class bytes / wasm bytes", "", (double) classBytes / wasm.length);
  }

  /** Size of a module's class files, in bytes. */
  static long classBytes(CompiledModule module) {
    return module.manifest().getClassesList().stream().mapToLong(entry -> entry.getBytes()).sum();
  }

  private static long classBytes(Map<String, byte[]> classes) {
    return classes.values().stream().mapToLong(file -> file.length).sum();
  }
}
