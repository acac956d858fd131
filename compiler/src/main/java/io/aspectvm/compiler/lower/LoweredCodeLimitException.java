package io.aspectvm.compiler.lower;

/**
 * A function has more lowered code than allowed. One branch or call of two bytes can move a
 * thousand operands, so that the number of entries has no bound in the size of the module.
 */
public final class LoweredCodeLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LoweredCodeLimitException(long limit) {
    super("lowered code exceeds " + limit + " entries");
  }
}
