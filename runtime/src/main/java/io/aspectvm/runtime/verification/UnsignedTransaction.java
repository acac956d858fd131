package io.aspectvm.runtime.verification;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/**
 * What of a transaction decides whether an aspect verifies it (join-points, section 7.1), and what
 * the verifier is told. Immutable.
 *
 * @param hash of the transaction as it is on the chain, 32 bytes
 * @param to 20 bytes, or null if a contract is created
 * @param data with the payload
 * @param v null where there is no signature, as {@code r} and {@code s}
 */
public record UnsignedTransaction(
    byte[] hash, ByteKey to, byte[] data, BigInteger v, BigInteger r, BigInteger s) {

  private static final ByteKey ZERO = ByteKey.address(new byte[0]);

  public UnsignedTransaction {
    hash = hash.clone();
    data = data.clone();
  }

  /** One without signature at all. */
  public static UnsignedTransaction of(byte[] hash, ByteKey to, byte[] data) {
    return new UnsignedTransaction(hash, to, data, null, null, null);
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  /**
   * Whether an aspect finds out the sender; otherwise the signature does, as usual.
   *
   * @param accountExists whether {@code to} does: its code hash is not zero
   */
  public boolean isCustomVerified(boolean accountExists) {
    return to != null
        && !ZERO.equals(to)
        && !isSigned()
        && accountExists
        && VerificationPayload.isRecognised(data);
  }

  /** A signature lacks a part, or all its parts are zero, where there is none. */
  private boolean isSigned() {
    return v != null && r != null && s != null && (v.signum() | r.signum() | s.signum()) != 0;
  }
}
