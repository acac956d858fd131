package io.aspectvm.cli.spec;

/** A command of a script did not go as the script says. */
final class FailedException extends Exception {

  private static final long serialVersionUID = 1L;

  FailedException(String message) {
    super(message);
  }

  FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
