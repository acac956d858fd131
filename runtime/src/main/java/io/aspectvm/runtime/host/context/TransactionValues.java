package io.aspectvm.runtime.host.context;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.EthAccessList;
import io.aspectvm.proto.aspect.v2.EthAccessTuple;
import io.aspectvm.runtime.evm.AccessTuple;
import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;
import java.math.BigInteger;

/** The keys {@code tx.*}. */
final class TransactionValues {

  private final TransactionView view;
  private final Transaction transaction;
  private final NodeRuntimeContext node;

  TransactionValues(TransactionView view, NodeRuntimeContext node) {
    this.view = view;
    this.transaction = view.transaction();
    this.node = node;
  }

  byte[] load(RuntimeContextKey key) {
    return switch (key) {
      case TX_TYPE -> ContextMessages.uint(transaction.type().number());
      case TX_CHAIN_ID -> ContextMessages.number(chainId());
      case TX_ACCESS_LIST -> accessList();
      case TX_NONCE -> ContextMessages.uint(transaction.nonce());
      case TX_GAS -> ContextMessages.uint(transaction.gas());
      case TX_GAS_PRICE -> ContextMessages.number(transaction.gasPrice());
      case TX_GAS_TIP_CAP -> ContextMessages.number(transaction.gasTipCap());
      case TX_GAS_FEE_CAP -> ContextMessages.number(transaction.gasFeeCap());
      case TX_VALUE -> ContextMessages.number(transaction.value());
      case TX_TO -> ContextMessages.bytes(node.present("tx.to", transaction.to()).bytes());
      case TX_DATA -> node.bytes(transaction.data());
      case TX_BYTES -> ContextMessages.bytes(transaction.bytes());
      case TX_HASH -> ContextMessages.bytes(transaction.hash());
      case TX_UNSIGNED_BYTES -> node.bytes(unsignedBytes());
      case TX_UNSIGNED_HASH -> ContextMessages.bytes(signingHash());
      case TX_SIG_V -> ContextMessages.number(transaction.v());
      // The node delivers each in place of the other, and so do we.
      case TX_SIG_R -> ContextMessages.number(transaction.s());
      case TX_SIG_S -> ContextMessages.number(transaction.r());
      case TX_FROM -> ContextMessages.bytes(view.from().bytes());
      case TX_INDEX -> ContextMessages.uint(view.index());
      default -> null;
    };
  }

  /** Empty where v is 0, which a typed transaction with even parity has too. */
  private BigInteger chainId() {
    return transaction.v().signum() == 0 ? BigInteger.ZERO : transaction.boundChainId();
  }

  /** Null where the fork in force does not know the type: the node then encodes nothing. */
  private byte[] unsignedBytes() {
    ChainConfiguration chain = node.evm().chain();
    return chain
        .signingRules(node.block())
        .unsignedBytes(transaction, chain.chainId())
        .orElse(null);
  }

  private byte[] signingHash() {
    ChainConfiguration chain = node.evm().chain();
    return chain.signingRules(node.block()).signingHash(transaction, chain.chainId());
  }

  private byte[] accessList() {
    EthAccessList.Builder message = EthAccessList.newBuilder();
    for (AccessTuple entry : transaction.accessList()) {
      EthAccessTuple.Builder tuple =
          message.addAccessListBuilder().setAddress(ByteString.copyFrom(entry.address().bytes()));
      for (ByteKey key : entry.storageKeys()) {
        tuple.addStorageKeys(ByteString.copyFrom(key.bytes()));
      }
    }
    return message.build().toByteArray();
  }
}
