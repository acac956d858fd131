package io.aspectvm.jmh;

import io.aspectvm.jmh.engine.Engine;
import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.jmh.engine.LoadedKernel;
import java.util.List;

/**
 * Runs every compared kernel once on each engine, before anything is timed. Arguments: engines as
 * for {@link KernelComparison}.
 *
 * <p>Prints those engines that run here, a line each, and on the error stream which cannot run, and
 * why. Exit code 1: a kernel failed or returned something else than native code does.
 */
public final class EngineCheck {

  private EngineCheck() {}

  /** What came of an engine. */
  enum Verdict {
    /** All kernels return what native code does. */
    AGREES,
    /** It runs nothing on this JVM or machine. */
    ABSENT,
    /** It runs, but not all kernels, or not right. */
    DIFFERS
  }

  /** Checks. */
  public static void main(String... arguments) {
    boolean differs = false;
    for (String argument : arguments) {
      EngineChoice choice = EngineChoice.parse(argument);
      Verdict verdict = check(Engines.named(choice.engine()), choice.gas());
      differs |= verdict == Verdict.DIFFERS;
      if (verdict == Verdict.AGREES) {
        System.out.println(argument);
      }
    }
    System.exit(differs ? 1 : 0);
  }

  /** Runs all kernels; says on the error stream what is wrong. */
  static Verdict check(Engine engine, boolean gas) {
    String subject = new EngineChoice(engine.name(), gas).text();
    try {
      run(engine, gas, Kernel.NOTHING);
    } catch (Exception | LinkageError e) {
      System.err.println(subject + ": skipped, cannot run here: " + e);
      return Verdict.ABSENT;
    }
    List<String> faults =
        Kernel.compared().stream()
            .map(kernel -> fault(engine, gas, kernel))
            .filter(fault -> !fault.isEmpty())
            .toList();
    faults.forEach(fault -> System.err.println(subject + ", " + fault));
    return faults.isEmpty() ? Verdict.AGREES : Verdict.DIFFERS;
  }

  /** What is wrong with a kernel on an engine, or an empty text. */
  private static String fault(Engine engine, boolean gas, Kernel kernel) {
    try {
      long result = run(engine, gas, kernel);
      return result == kernel.expected()
          ? ""
          : "%s: %x, native code returns %x".formatted(kernel, result, kernel.expected());
    } catch (Exception | LinkageError e) {
      return kernel + ": " + e;
    }
  }

  private static long run(Engine engine, boolean gas, Kernel kernel) throws Exception {
    try (LoadedKernel loaded = engine.load(kernel.wasm(), kernel.export(), gas)) {
      return loaded.call(kernel.argument());
    }
  }
}
