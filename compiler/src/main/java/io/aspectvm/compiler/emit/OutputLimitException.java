package io.aspectvm.compiler.emit;

/** The classes have more bytes than they may have; see {@link GeneratedClasses#allow}. */
public final class OutputLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long bytes;

  OutputLimitException(long bytes) {
    super("classes of " + bytes + " bytes");
    this.bytes = bytes;
  }

  /** Bytes of the classes finished so far. */
  public long bytes() {
    return bytes;
  }
}
