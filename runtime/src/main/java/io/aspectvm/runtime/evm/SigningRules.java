package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;
import java.util.Optional;

/** What the sender of a transaction signs, by the fork that is in force. */
public enum SigningRules {
  /** Six fields, whatever the type. */
  FRONTIER(TransactionType.LEGACY),
  /** Nine fields with the chain's id, whatever the type. */
  EIP155(TransactionType.LEGACY),
  /** Access lists are known. */
  BERLIN(TransactionType.ACCESS_LIST),
  /** Dynamic fees are known. */
  LONDON(TransactionType.DYNAMIC_FEE),
  /** Blobs are known. */
  CANCUN(TransactionType.BLOB);

  private final TransactionType latest;

  SigningRules(TransactionType latest) {
    this.latest = latest;
  }

  /**
   * The list of fields that is signed, without type byte; empty where this fork does not know the
   * type.
   *
   * @param chainId of the chain, which need not be the transaction's
   */
  public Optional<byte[]> unsignedBytes(Transaction transaction, BigInteger chainId) {
    return switch (this) {
      case FRONTIER -> Optional.of(transaction.fields().legacy());
      case EIP155 -> Optional.of(transaction.fields().legacy(chainId));
      default ->
          transaction.type().compareTo(latest) > 0
              ? Optional.empty()
              : Optional.of(transaction.fields().unsigned(chainId));
    };
  }

  /**
   * The hash that is signed, 32 bytes; zeros where this fork does not know the type.
   *
   * @param chainId of the chain, which need not be the transaction's
   */
  public byte[] signingHash(Transaction transaction, BigInteger chainId) {
    int type = compareTo(BERLIN) < 0 ? 0 : transaction.type().number();
    return unsignedBytes(transaction, chainId)
        .map(bytes -> Hashes.keccak256(TransactionFields.withType(type, bytes)))
        .orElse(new byte[32]);
  }
}
