package io.aspectvm.runtime.joinpoint;

/** The bindings of an account cannot be loaded. The message becomes the join point's error. */
public final class BindingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public BindingsException(String message) {
    super(message);
  }

  public BindingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
