package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;

/** An aspect version that is bound to an account, as far as running it matters. */
public interface Binding {

  /** Id of the aspect, 20 bytes. */
  ByteKey id();

  /** Bound version; unsigned. */
  long version();

  /** Order among the account's aspects, ascending; its low 8 bits count, as a signed number. */
  int priority();

  /** The join points of that version: OR of {@link JoinPoint#bit}. */
  int joinPoints();

  /** Whether the version runs there; never at a join point without bit. */
  default boolean runsAt(JoinPoint joinPoint) {
    return (joinPoints() & joinPoint.bit()) != 0;
  }
}
