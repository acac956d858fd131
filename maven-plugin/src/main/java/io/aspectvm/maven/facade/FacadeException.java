package io.aspectvm.maven.facade;

/** No facade can be made for a module. The message is one line. */
public final class FacadeException extends Exception {

  private static final long serialVersionUID = 1L;

  public FacadeException(String message) {
    super(message);
  }
}
