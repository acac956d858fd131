package io.aspectvm.maven.build;

import io.aspectvm.wasm.WasmException;

/** The line about a module that the compiler refuses. */
final class Refusals {

  private Refusals() {}

  static BuildException of(String file, WasmException e) {
    return new BuildException(file + ": " + e.kind() + ": " + e.getMessage(), e);
  }
}
