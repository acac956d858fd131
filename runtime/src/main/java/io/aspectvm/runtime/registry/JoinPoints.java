package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.JoinPoint;

/** Sets of join points, as an aspect version carries them (join-points, section 1). */
final class JoinPoints {

  private static final long TRANSACTION_LEVEL =
      JoinPoint.PRE_TX_EXECUTE.bit()
          | JoinPoint.PRE_CONTRACT_CALL.bit()
          | JoinPoint.POST_CONTRACT_CALL.bit()
          | JoinPoint.POST_TX_EXECUTE.bit();

  private JoinPoints() {}

  static boolean isVerifier(long joinPoints) {
    return (joinPoints & JoinPoint.VERIFY_TX.bit()) != 0;
  }

  /** Whether there is a join point at which a binding makes the aspect run. */
  static boolean isBindable(long joinPoints) {
    return isVerifier(joinPoints) || (joinPoints & TRANSACTION_LEVEL) != 0;
  }
}
