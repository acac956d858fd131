package io.aspectvm.jmh.whitepaper;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.jmh.Kernel;
import io.aspectvm.jmh.RawModule;
import io.aspectvm.jmh.WarmTimes;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Operations on 256-bit numbers with wide arithmetic and without, with gas and without. All return
 * the same, or it fails.
 */
final class WideComparison {

  /** How many operations a call does: what the kernel {@code mulmod} does. */
  static final int OPERATIONS = Kernel.MULMOD.argument();

  static final String WIDE = "wide arithmetic";
  static final String PLAIN = "64-bit limbs";
  static final String CLANG = "32-bit limbs, by clang";
  static final String NANOS = "ns / operation";
  static final String GAS = "WASM gas / operation";

  private final PaperEffort effort;
  private final Consumer<PaperPoint> sink;

  WideComparison(PaperEffort effort, Consumer<PaperPoint> sink) {
    this.effort = effort;
    this.sink = sink;
  }

  void measure() {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    for (WideKernel kernel : WideKernel.values()) {
      long expected = variant(kernel, WIDE, kernel.wasm(true), options);
      check(kernel, expected, variant(kernel, PLAIN, kernel.wasm(false), options));
      if (kernel == WideKernel.MULMOD) {
        check(kernel, Kernel.MULMOD.expected(), expected);
        variant(kernel, CLANG, Kernel.MULMOD.wasm(), options);
      }
    }
  }

  private static void check(WideKernel kernel, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException("%s: %x and %x".formatted(kernel, expected, actual));
    }
  }

  /** Measures one; what it returns. */
  private long variant(WideKernel kernel, String series, byte[] wasm, CompilerOptions options) {
    try (RawModule metered = new RawModule(wasm, options, Isolation.INSTANCE);
        RawModule unmetered =
            new RawModule(wasm, options.withMetering(false), Isolation.INSTANCE)) {
      sink.accept(time(kernel, series + " + gas", metered));
      sink.accept(time(kernel, series, unmetered));
      InvocationResult result = metered.call(WideKernel.RUN, OPERATIONS);
      double gas = (double) result.gasUsed() / OPERATIONS;
      sink.accept(PaperPoint.here(PaperGroup.WIDE_GAS, series, kernel.id(), GAS, gas));
      return result.results()[0];
    }
  }

  private PaperPoint time(WideKernel kernel, String series, RawModule module) {
    double[] nanos =
        WarmTimes.sorted(
            times -> {
              for (int i = 0; i < times; i++) {
                module.call(WideKernel.RUN, OPERATIONS);
              }
            },
            effort.effort());
    double[] each = Arrays.stream(nanos).map(time -> time / OPERATIONS).toArray();
    return PaperPoint.here(PaperGroup.WIDE, series, kernel.id(), NANOS, each);
  }
}
