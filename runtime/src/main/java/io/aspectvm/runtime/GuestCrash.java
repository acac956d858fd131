package io.aspectvm.runtime;

/**
 * The outcome that the reference calls a crash: a panic of the host side. It is no trap, because
 * the gas it leaves differs (aspect-abi, section 1).
 */
public final class GuestCrash extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GuestCrash(String message) {
    super(message);
  }

  public GuestCrash(String message, Throwable cause) {
    super(message, cause);
  }
}
