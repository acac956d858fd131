package io.aspectvm.runtime.host;

/**
 * An error that a value-typed host function reports: the aspect's call ends with a trap, and the
 * gas that was used stays used (aspect-abi, section 5.2, step 8). The text is for logs, except that
 * {@link #OUT_OF_GAS} exactly makes it the trap {@code out of gas}.
 */
public class HostError extends RuntimeException {

  /** The one text that is looked at: something the host ran for the guest used all its gas. */
  public static final String OUT_OF_GAS = "out of gas";

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong; no stack trace is taken
   */
  public HostError(String message) {
    super(message, null, false, false);
  }

  /**
   * @param cause what made it go wrong; for logs
   */
  public HostError(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** Whether this is the error that a nested call ran out of gas. */
  public boolean isOutOfGas() {
    return OUT_OF_GAS.equals(getMessage());
  }
}
