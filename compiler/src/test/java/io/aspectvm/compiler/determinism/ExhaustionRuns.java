package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.Recursion;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.Profile;
import java.util.Set;

/** Recursion of every shape until the depth budget ends it. */
final class ExhaustionRuns {

  /**
   * Functions in pieces with hundreds of registers, for which C2 takes minutes; -Xcomp waits for
   * it. They have a test of their own.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("operands of all types", "1000 parameters of type i64");

  private ExhaustionRuns() {}

  static void run(RunLog log) throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM);
    try (AspectRuntime runtime = Aspects.runtime(options, Isolation.CLASS_LOADER)) {
      for (Recursion.Case guest : Recursion.cases()) {
        if (LEFT_OUT.contains(guest.name())) {
          continue;
        }
        try (Aspect aspect = runtime.load(log.compile(guest.guest().toByteArray(), options))) {
          log.line(Recursion.run(guest, aspect));
        }
      }
    }
  }
}
