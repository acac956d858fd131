package io.aspectvm.examples.node;

import io.aspectvm.runtime.evm.TransactionType;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;

/**
 * A transaction that somebody sends.
 *
 * @param kind for the statistics
 * @param from the sender; null where an aspect finds that out, and then it has no signature
 * @param nonce makes its hash its own; this node does not count them
 * @param data call data, or what a verifier is to see
 */
record Transaction(Kind kind, ByteKey from, ByteKey to, long nonce, byte[] data) {

  /** Kinds of transactions, in the order of the summary. */
  enum Kind {
    DEPLOYMENT("deploy, bind, upgrade"),
    CALL("contract call"),
    NESTED_CALL("nested call"),
    SESSION_CALL("call by session key"),
    OPERATION("aspect operation");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Limit of every transaction, in EVM gas: enough for the dearest, a deployment. */
  static final long GAS = 100_000_000;

  /** As a chain has it. The signature is made up: this node does not look at it. */
  io.aspectvm.runtime.evm.Transaction onChain() {
    var transaction =
        io.aspectvm.runtime.evm.Transaction.of(TransactionType.LEGACY)
            .nonce(nonce)
            .gas(GAS)
            .to(to)
            .data(data);
    if (from == null) {
      return transaction.build();
    }
    BigInteger number = new BigInteger(1, Hashes.keccak256(from.bytes()));
    return transaction.signature(BigInteger.valueOf(27), number, number).build();
  }

  /** The same with other data, as it is once a verifier has accepted it. */
  Transaction verified(byte[] callData) {
    return new Transaction(kind, from, to, nonce, callData);
  }

  /** What a transaction pays before anything runs (Ethereum's rule since EIP-2028). */
  long intrinsicGas() {
    long gas = 21_000;
    for (byte b : data) {
      gas += b == 0 ? 4 : 16;
    }
    return gas;
  }
}
