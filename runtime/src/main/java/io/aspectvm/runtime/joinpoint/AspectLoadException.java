package io.aspectvm.runtime.joinpoint;

/** An aspect's code is not there or is no good, on every node alike. */
public final class AspectLoadException extends Exception {

  private static final long serialVersionUID = 1L;

  public AspectLoadException(String message) {
    super(message);
  }

  public AspectLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
