package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.Trap;

/**
 * What the ABI calls an error, with the reference's text (aspect-abi, sections 1 and 7). Carries no
 * stack trace: it never leaves the runtime.
 */
public final class AbiException extends Exception {

  private static final long serialVersionUID = 1L;

  public AbiException(String text) {
    super(text, null, false, false);
  }

  AbiException(String text, Trap trap) {
    super(text, trap, false, false);
  }

  /** The trap that is behind the error, or null. */
  Trap trap() {
    return (Trap) getCause();
  }
}
