package io.aspectvm.runtime;

/**
 * This JVM was told not to verify classes, so that nothing would hold compiled code to the rules of
 * the JVM: no runtime is made in it. The message is one line: what, why, and what to change.
 */
public final class UnsafeJvmException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnsafeJvmException(String message) {
    super(message);
  }
}
