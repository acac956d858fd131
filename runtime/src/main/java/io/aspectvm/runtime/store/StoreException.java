package io.aspectvm.runtime.store;

/** A store that cannot be used. The message is one line: what, where, why. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a store cannot be used. */
  public enum Reason {
    /** Something that was committed is no longer there as it was. */
    DAMAGED,
    /** It was written by a version of this program that this one does not know, or by another. */
    WRONG_FORMAT,
    /** Somebody has it open, in this process or another. */
    IN_USE,
    /** The file system refuses. */
    INPUT_OUTPUT
  }

  private final Reason reason;

  StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
