package io.aspectvm.runtime.host;

import java.util.Optional;

/**
 * Where an aspect runs; its name is the first argument of {@code execute} (join-points, section 1).
 */
public enum JoinPoint {
  VERIFY_TX("verifyTx", 1),
  PRE_TX_EXECUTE("preTxExecute", 2),
  PRE_CONTRACT_CALL("preContractCall", 4),
  POST_CONTRACT_CALL("postContractCall", 8),
  POST_TX_EXECUTE("postTxExecute", 16),
  INIT("init", 0),
  OPERATION("operation", 0),
  IS_OWNER("isOwner", 0);

  private final String text;
  private final int bit;

  JoinPoint(String text, int bit) {
    this.text = text;
    this.bit = bit;
  }

  /** The name that guests see. */
  public String text() {
    return text;
  }

  /** The bit in an aspect version's set of join points; 0 for those that are not bound. */
  public int bit() {
    return bit;
  }

  /** The join point with this name, or empty where there is none. */
  public static Optional<JoinPoint> byText(String text) {
    for (JoinPoint joinPoint : values()) {
      if (joinPoint.text.equals(text)) {
        return Optional.of(joinPoint);
      }
    }
    return Optional.empty();
  }
}
