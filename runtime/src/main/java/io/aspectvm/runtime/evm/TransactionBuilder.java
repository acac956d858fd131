package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;
import java.util.List;

/** Describes a {@link Transaction}; what is not said is 0, empty or absent. Not thread-safe. */
public final class TransactionBuilder {

  private final TransactionType type;
  private BigInteger chainId = BigInteger.ZERO;
  private long nonce;
  private BigInteger gasTipCap = BigInteger.ZERO;
  private BigInteger gasFeeCap = BigInteger.ZERO;
  private long gas;
  private ByteKey to;
  private BigInteger value = BigInteger.ZERO;
  private byte[] data;
  private List<AccessTuple> accessList = List.of();
  private BigInteger blobFeeCap = BigInteger.ZERO;
  private List<ByteKey> blobHashes = List.of();
  private BigInteger v = BigInteger.ZERO;
  private BigInteger r = BigInteger.ZERO;
  private BigInteger s = BigInteger.ZERO;

  TransactionBuilder(TransactionType type) {
    this.type = type;
  }

  /** Chain of a typed transaction. */
  public TransactionBuilder chainId(BigInteger id) {
    chainId = id;
    return this;
  }

  /** Unsigned. */
  public TransactionBuilder nonce(long number) {
    nonce = number;
    return this;
  }

  /** The price of a transaction that has no caps. */
  public TransactionBuilder gasPrice(BigInteger price) {
    return fees(price, price);
  }

  /** Caps of tip and of the whole price. */
  public TransactionBuilder fees(BigInteger tipCap, BigInteger feeCap) {
    gasTipCap = tipCap;
    gasFeeCap = feeCap;
    return this;
  }

  /** Limit in EVM gas, unsigned. */
  public TransactionBuilder gas(long limit) {
    gas = limit;
    return this;
  }

  /** Who is called, 20 bytes; null creates a contract. */
  public TransactionBuilder to(ByteKey address) {
    to = address;
    return this;
  }

  /** What is transferred. */
  public TransactionBuilder value(BigInteger amount) {
    value = amount;
    return this;
  }

  /** Call data, not copied; null for none. */
  public TransactionBuilder data(byte[] callData) {
    data = callData;
    return this;
  }

  /** Of an access-list, dynamic-fee or blob transaction. */
  public TransactionBuilder accessList(List<AccessTuple> entries) {
    accessList = entries;
    return this;
  }

  /** Of a blob transaction. */
  public TransactionBuilder blobs(BigInteger feeCap, List<ByteKey> hashes) {
    blobFeeCap = feeCap;
    blobHashes = hashes;
    return this;
  }

  /** The signature's values as the transaction has them. */
  public TransactionBuilder signature(BigInteger v, BigInteger r, BigInteger s) {
    this.v = v;
    this.r = r;
    this.s = s;
    return this;
  }

  /** The transaction. */
  public Transaction build() {
    return new Transaction(
        type,
        chainId,
        nonce,
        gasTipCap,
        gasFeeCap,
        gas,
        to,
        value,
        data,
        accessList,
        blobFeeCap,
        blobHashes,
        v,
        r,
        s);
  }
}
