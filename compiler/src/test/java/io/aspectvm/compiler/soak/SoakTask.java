package io.aspectvm.compiler.soak;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.code.CompiledModule;

/**
 * Something to execute again and again, on any number of threads at once.
 *
 * @param group under which it is counted
 * @param module to load
 * @param execution one execution of it
 */
record SoakTask(Kind kind, String group, CompiledModule module, Execution execution) {

  /** Where the expectation comes from. */
  enum Kind {
    /** Aspects in AssemblyScript, and what their models say. */
    EXAMPLE,
    /** Random modules, and what the second engine says. */
    GENERATED,
    /** Guests, hosts and operators at their worst, and how the ABI has that end. */
    HOSTILE
  }

  /** One execution, with its check. */
  @FunctionalInterface
  interface Execution {
    /** Null if all is as expected, otherwise what is not. */
    String run(Aspect aspect);
  }

  /** What is wrong with an execution, or null; whatever is thrown is wrong. */
  String run(Aspect aspect) {
    String wrong;
    try {
      wrong = execution.run(aspect);
    } catch (RuntimeException | Error e) { // Of assertions, and of the runtime, which throws none.
      wrong = e.toString();
    }
    return wrong == null ? null : group + ": " + wrong;
  }
}
