package io.aspectvm.cli.node;

import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.evm.TransactionType;
import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/**
 * A transaction as somebody means it; its signature is made up, and its hash therefore no other
 * chain's.
 *
 * @param from who sends it; null where a verifier finds that out, and then it has no signature
 * @param to 20 bytes, or null if a contract is created
 * @param gas limit in EVM gas
 */
public record LocalTransaction(
    ByteKey from,
    ByteKey to,
    BigInteger value,
    byte[] data,
    long nonce,
    long gas,
    BigInteger gasPrice) {

  private static final BigInteger EIP155_BASE = BigInteger.valueOf(35);

  /** The same with other data, as after verification. */
  public LocalTransaction withData(byte[] other) {
    return new LocalTransaction(from, to, value, other, nonce, gas, gasPrice);
  }

  /** The transaction on a chain. */
  public Transaction on(LocalChain chain) {
    var transaction =
        Transaction.of(TransactionType.LEGACY)
            .nonce(nonce)
            .gasPrice(gasPrice)
            .gas(gas)
            .to(to)
            .value(value)
            .data(data);
    return from == null
        ? transaction.build()
        : transaction
            .signature(
                chain.id().shiftLeft(1).add(EIP155_BASE), signaturePart("r"), signaturePart("s"))
            .build();
  }

  private BigInteger signaturePart(String name) {
    ByteKey number = ByteKey.of(BigInteger.valueOf(nonce).toByteArray());
    return new BigInteger(1, Derived.word(name, ByteKey.concatenate(from, number).bytes()).bytes());
  }
}
