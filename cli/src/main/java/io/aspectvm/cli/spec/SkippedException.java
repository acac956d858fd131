package io.aspectvm.cli.spec;

import io.aspectvm.wasm.opcode.Feature;

/** A command of a script needs what is not there. The message is what: a feature's name. */
final class SkippedException extends Exception {

  private static final long serialVersionUID = 1L;

  SkippedException(String missing) {
    super(missing, null, false, false);
  }

  SkippedException(Feature missing) {
    this(missing.text());
  }
}
