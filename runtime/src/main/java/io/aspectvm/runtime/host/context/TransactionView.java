package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.host.ByteKey;
import java.util.Objects;

/**
 * The current transaction.
 *
 * @param transaction as it is executed: after custom verification its data is the inner call data
 *     alone, and so hash and bytes differ from those on the chain
 * @param from who sent it, 20 bytes
 * @param index in its block, unsigned
 */
public record TransactionView(Transaction transaction, ByteKey from, long index) {

  public TransactionView {
    Objects.requireNonNull(transaction);
    Lengths.require("sender", from, ByteKey.ADDRESS_BYTES);
  }
}
