package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * A transaction of any type, with its signature if it has one. Integers are unsigned; those that a
 * type does not have are 0, its lists empty. The array is not copied.
 *
 * @param chainId of a typed transaction; a legacy one has it in its signature
 * @param nonce unsigned
 * @param gasTipCap the gas price, where the type has only that
 * @param gasFeeCap the gas price, where the type has only that
 * @param gas limit in EVM gas, unsigned
 * @param to 20 bytes, or null where a contract is created
 * @param data call data, or null for none; on the wire that is the same as empty
 * @param blobHashes 32 bytes each
 * @param v of the signature; 0 where it is absent, or of a typed transaction the parity
 * @param r of the signature; 0 where it is absent
 * @param s of the signature; 0 where it is absent
 */
public record Transaction(
    TransactionType type,
    BigInteger chainId,
    long nonce,
    BigInteger gasTipCap,
    BigInteger gasFeeCap,
    long gas,
    ByteKey to,
    BigInteger value,
    byte[] data,
    List<AccessTuple> accessList,
    BigInteger blobFeeCap,
    List<ByteKey> blobHashes,
    BigInteger v,
    BigInteger r,
    BigInteger s) {

  private static final BigInteger EIP155_BASE = BigInteger.valueOf(35);

  public Transaction {
    Objects.requireNonNull(type);
    for (BigInteger number :
        new BigInteger[] {chainId, gasTipCap, gasFeeCap, value, blobFeeCap, v, r, s}) {
      if (number.signum() < 0) {
        throw new IllegalArgumentException("negative: " + number);
      }
    }
    if (to != null && to.length() != ByteKey.ADDRESS_BYTES) {
      throw new IllegalArgumentException("to " + to);
    }
    accessList = List.copyOf(accessList);
    blobHashes = List.copyOf(blobHashes);
  }

  /** A transaction of this type to describe. */
  public static TransactionBuilder of(TransactionType type) {
    return new TransactionBuilder(type);
  }

  /** What a unit of gas costs at most. */
  public BigInteger gasPrice() {
    return gasFeeCap;
  }

  /**
   * The chain that the transaction is bound to. That of a legacy transaction comes from {@code v},
   * in 64 bits if {@code v} has no more, and is 0 if it is bound to none.
   */
  public BigInteger boundChainId() {
    if (type != TransactionType.LEGACY) {
      return chainId;
    }
    if (v.bitLength() > Long.SIZE) {
      return v.subtract(EIP155_BASE).shiftRight(1);
    }
    long bits = v.longValue();
    return bits == 27 || bits == 28
        ? BigInteger.ZERO
        : new BigInteger(Long.toUnsignedString((bits - EIP155_BASE.longValue()) >>> 1));
  }

  /** The canonical encoding: type byte, unless legacy, and RLP with the signature. */
  public byte[] bytes() {
    return TransactionFields.withType(type.number(), fields().signed());
  }

  /** Keccak of {@link #bytes}, 32 bytes. */
  public byte[] hash() {
    return Hashes.keccak256(bytes());
  }

  TransactionFields fields() {
    return new TransactionFields(this);
  }
}
