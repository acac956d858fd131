package io.aspectvm.cli.document;

/** A document that is not as it should be. The message is one line: where, and what. */
public final class DocumentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DocumentException(String message) {
    super(message);
  }

  DocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
