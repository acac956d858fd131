package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Recursion;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;

/** Recursion of nearly every shape until the depth budget ends it. */
final class ExhaustionRuns {

  private ExhaustionRuns() {}

  static void run(RunLog log) throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    try (AspectRuntime runtime = Aspects.runtime(options, Isolation.CLASS_LOADER)) {
      for (Recursion.Case guest : Recursion.quickCases()) {
        try (Aspect aspect = runtime.load(log.compile(guest.guest().toByteArray(), options))) {
          log.line(Recursion.run(guest, aspect));
        }
      }
    }
  }
}
