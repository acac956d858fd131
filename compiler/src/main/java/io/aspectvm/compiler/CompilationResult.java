package io.aspectvm.compiler;

import io.aspectvm.runtime.code.CompiledModule;
import java.util.List;

/**
 * What compiling a module gives.
 *
 * @param module the compiled module
 * @param warnings what the caller may want to tell a user: one line each
 */
public record CompilationResult(CompiledModule module, List<String> warnings) {

  public CompilationResult {
    warnings = List.copyOf(warnings);
  }
}
