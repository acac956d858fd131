package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import java.util.Objects;

/**
 * What a call of the core contract, or an aspect that it ran, came to.
 *
 * @param output return data; a packed revert where an aspect reverted; not copied
 * @param gasLeft EVM gas reported back
 * @param error null on success; otherwise the transaction fails, and nothing of the call is left in
 *     the store
 */
public record CoreResult(byte[] output, long gasLeft, Failure error) {

  private static final byte[] NO_OUTPUT = {};

  public CoreResult {
    Objects.requireNonNull(output);
  }

  /** Causes of a failure. */
  public enum Kind {
    /** A rule of the registry; see the text. */
    REFUSED,
    /** Storage, or an aspect, needed more. */
    OUT_OF_GAS,
    /** The aspect gave a reason, which is packed in the output. */
    REVERTED,
    /** The aspect failed in another way. */
    ASPECT_FAILED,
    /** {@code isOwner} crashed: the whole transaction has to be aborted. */
    ABORTED
  }

  /**
   * Why a call failed.
   *
   * @param text for users and receipts
   */
  public record Failure(Kind kind, String text) {}

  static CoreResult done(byte[] output, long gasLeft) {
    return new CoreResult(output, gasLeft, null);
  }

  static CoreResult done(long gasLeft) {
    return done(NO_OUTPUT, gasLeft);
  }

  static CoreResult refused(RefusalException refusal) {
    return new CoreResult(
        NO_OUTPUT, refusal.gasLeft(), new Failure(refusal.kind(), refusal.getMessage()));
  }

  /** The result of an aspect. */
  public static CoreResult of(JoinPointResult result) {
    JoinPointError error = result.error();
    return new CoreResult(
        result.returnData(),
        result.gasLeft(),
        error == null ? null : new Failure(kind(error), error.text()));
  }

  private static Kind kind(JoinPointError error) {
    if (error.isRevert()) {
      return Kind.REVERTED;
    }
    return error.isOutOfGas() ? Kind.OUT_OF_GAS : Kind.ASPECT_FAILED;
  }

  public boolean isSuccess() {
    return error == null;
  }
}
