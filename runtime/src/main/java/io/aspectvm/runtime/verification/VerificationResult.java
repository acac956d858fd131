package io.aspectvm.runtime.verification;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import java.util.Arrays;
import java.util.Objects;

/**
 * Who sent a transaction, or why it is rejected. Immutable.
 *
 * @param sender 20 bytes; null if rejected
 * @param callData what the transaction's data is from here on; empty if rejected
 * @param error null if verified
 * @param joinPoint what the verifier came to, or null if none ran
 */
public record VerificationResult(
    ByteKey sender, byte[] callData, String error, JoinPointResult joinPoint) {

  public VerificationResult {
    callData = callData.clone();
  }

  static VerificationResult rejected(String error, JoinPointResult joinPoint) {
    return new VerificationResult(null, new byte[0], error, joinPoint);
  }

  public boolean isVerified() {
    return error == null;
  }

  /** A copy of the call data. */
  @Override
  public byte[] callData() {
    return callData.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationResult that
        && Objects.equals(sender, that.sender)
        && Arrays.equals(callData, that.callData)
        && Objects.equals(error, that.error)
        && Objects.equals(joinPoint, that.joinPoint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sender, Arrays.hashCode(callData), error, joinPoint);
  }
}
