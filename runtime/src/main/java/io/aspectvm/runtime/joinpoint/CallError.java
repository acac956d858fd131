package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.service.EvmResult;
import java.util.Objects;

/**
 * Why a contract call, or a transaction, failed: the EVM's error or an aspect's. Rules look at the
 * kind, because an aspect's revert has the text of the EVM's own and is treated differently.
 *
 * @param text never null; what the caller of {@code postContractCall} and receipts see
 */
public record CallError(Kind kind, String text) {

  /** Whose error it is, as far as rules differ. */
  public enum Kind {
    /** {@code REVERT} of the EVM: the one error after which gas is left. */
    EVM_REVERTED,
    /** The EVM's out of gas, or an aspect's, which is mapped to it. */
    OUT_OF_GAS,
    /** Any other error of the EVM. */
    EVM,
    /** An aspect's revert: same text as the EVM's, another value. */
    ASPECT_REVERTED,
    /** Any other error of an aspect. */
    ASPECT
  }

  /** The EVM's own revert. */
  public static final CallError EVM_REVERTED = new CallError(Kind.EVM_REVERTED, EvmResult.REVERTED);

  /** Out of gas, whoever ran out of it. */
  public static final CallError OUT_OF_GAS =
      new CallError(Kind.OUT_OF_GAS, TrapKind.OUT_OF_GAS.text());

  public CallError {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(text);
  }

  /** Any other error of the EVM, with its text. */
  public static CallError evm(String text) {
    return new CallError(Kind.EVM, text);
  }

  /** What an aspect's error is to the EVM (join-points, section 6, rule 5). */
  public static CallError of(JoinPointError error) {
    return switch (error.kind()) {
      case OUT_OF_GAS -> OUT_OF_GAS;
      case REVERTED -> new CallError(Kind.ASPECT_REVERTED, error.text());
      default -> new CallError(Kind.ASPECT, error.text());
    };
  }

  public boolean isEvmRevert() {
    return kind == Kind.EVM_REVERTED;
  }

  /** The text of an error as messages have it: empty where there is none. */
  static String text(CallError error) {
    return error == null ? "" : error.text();
  }
}
