package io.aspectvm.compiler.emit;

/** There is more to emit than there may be; see {@link GeneratedClasses#allow}. */
public final class OutputLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long amount;

  /**
   * @param what there are too many of
   */
  OutputLimitException(String what, long amount, long limit) {
    super("too many " + what + ": " + amount + ", limit " + limit);
    this.amount = amount;
  }

  /** How much there is. */
  public long amount() {
    return amount;
  }
}
