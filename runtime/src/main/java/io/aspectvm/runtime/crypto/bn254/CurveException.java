package io.aspectvm.runtime.crypto.bn254;

/** What was given as a point is none. */
public final class CurveException extends Exception {

  private static final long serialVersionUID = 1L;

  CurveException(String message) {
    super(message);
  }
}
