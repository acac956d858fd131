package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.registry.CoreResult.Kind;
import java.util.Objects;

/** A call of the core contract that fails. The text is what users get to see. */
public final class RefusalException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final long gasLeft;

  /** A refusal that consumes all gas, as most do. */
  public RefusalException(String text) {
    this(Kind.REFUSED, text, 0);
  }

  RefusalException(Kind kind, String text, long gasLeft) {
    super(Objects.requireNonNull(text), null, false, false);
    this.kind = kind;
    this.gasLeft = gasLeft;
  }

  static RefusalException outOfGas() {
    return new RefusalException(Kind.OUT_OF_GAS, TrapKind.OUT_OF_GAS.text(), 0);
  }

  Kind kind() {
    return kind;
  }

  /** Gas reported back, in EVM gas. */
  long gasLeft() {
    return gasLeft;
  }
}
