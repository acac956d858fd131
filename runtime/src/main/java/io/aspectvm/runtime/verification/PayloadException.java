package io.aspectvm.runtime.verification;

/** Data of a transaction that is no verification payload. The message is the reference's text. */
public final class PayloadException extends Exception {

  private static final long serialVersionUID = 1L;

  PayloadException(String message) {
    super(message, null, false, false);
  }
}
