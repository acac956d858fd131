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

/** Time from wasm to class files, and how much larger they are. */
final class CompileSpeed implements LifeGroup.Measured {

  private static final double MILLISECOND = 1_000_000;

  /** A module of this size is compiled before any is measured, for as many times as any other. */
  private static final int TYPICAL_KILOBYTES = 48;

  private static final int WARM_UPS = 16;

  /** The peer is measured up to this size: it takes long for more. */
  private static final int PEER_KILOBYTES = 1_024;

  /** Compiles, and returns the size of the class files in bytes. */
  @FunctionalInterface
  private interface Compiler {
    long compile(byte[] wasm) throws WasmException;
  }

  @Override
  public void measure(Effort effort, Recorder recorder) throws Exception {
    byte[] typical = GeneratedModule.ofKilobytes(TYPICAL_KILOBYTES);
    warmUp(WARM_UPS * effort.warmUpNanos(), CompileSpeed::own, typical);
    warmUp(WARM_UPS * effort.warmUpNanos(), CompileSpeed::peer, typical);
    for (int kilobytes : effort.compiledKilobytes()) {
      byte[] wasm = GeneratedModule.ofKilobytes(kilobytes);
      measure(
          effort,
          recorder.point(LifeNames.GENERATED, LifeNames.COMPILER, kilobytes),
          wasm,
          CompileSpeed::own);
      if (kilobytes <= PEER_KILOBYTES) {
        measure(
            effort,
            recorder.point(LifeNames.GENERATED, "endive", kilobytes),
            wasm,
            CompileSpeed::peer);
      }
    }
  }

  private static long own(byte[] wasm) throws WasmException {
    CompilerOptions options = CompilerOptions.of(CompileBenchmark.profile(wasm));
    return classBytes(new ModuleCompiler(options).compile(wasm).module());
  }

  private static long peer(byte[] wasm) {
    return EndiveClasses.compile(wasm).values().stream().mapToLong(file -> file.length).sum();
  }

  /** Compiles for this long, in nanoseconds of processor time, and once at least. */
  private static long warmUp(long nanos, Compiler compiler, byte[] wasm) throws WasmException {
    long end = Processor.nanos() + nanos;
    long classBytes;
    do {
      classBytes = compiler.compile(wasm);
    } while (Processor.nanos() < end);
    return classBytes;
  }

  private static void measure(Effort effort, Recorder.Point point, byte[] wasm, Compiler compiler)
      throws WasmException {
    long classBytes = warmUp(effort.warmUpNanos(), compiler, wasm);
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
        .add(LifeNames.TIME, "ms", clock)
        .add(LifeNames.TIME + LifeNames.CPU, "ms", processor)
        .add(
            LifeNames.CPU_PER_KILOBYTE,
            "ms",
            processor.stream().map(time -> time / kilobytes).toList())
        .add("class bytes / wasm bytes", "", (double) classBytes / wasm.length);
  }

  /** Size of a module's class files, in bytes. */
  static long classBytes(CompiledModule module) {
    return module.manifest().getClassesList().stream().mapToLong(entry -> entry.getBytes()).sum();
  }
}
