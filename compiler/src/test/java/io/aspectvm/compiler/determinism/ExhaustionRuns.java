package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Recursion;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;

/** Recursion of every shape until the depth budget ends it. */
final class ExhaustionRuns {

  /** C2 takes minutes for it, which -Xcomp waits for; it has a test of its own. */
  private static final String LEFT_OUT = "operands of all types";

  private ExhaustionRuns() {}

  static void run(RunLog log) throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    try (AspectRuntime runtime = Aspects.runtime(options, Isolation.CLASS_LOADER)) {
      for (Recursion.Case guest : Recursion.cases()) {
        if (guest.name().equals(LEFT_OUT)) {
          continue;
        }
        try (Aspect aspect = runtime.load(log.compile(guest.guest().toByteArray(), options))) {
          log.line(Recursion.run(guest, aspect));
        }
      }
    }
  }
}
