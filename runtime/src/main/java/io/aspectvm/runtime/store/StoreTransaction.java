package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;

/**
 * Writes that become visible to others together, or not at all. Transactions nest: a block's holds
 * those of its transactions, each of which may hold more. A transaction sees what lies below it and
 * its own writes. It is used by one thread at a time.
 *
 * <pre>{@code
 * try (StoreTransaction block = store.beginBlock(7)) {
 *   try (StoreTransaction transaction = block.begin()) {
 *     transaction.put(space, key, value);
 *     transaction.commit(); // left out where the transaction failed
 *   }
 *   block.commit();
 * }
 * }</pre>
 */
public interface StoreTransaction extends StoreView, AutoCloseable {

  /**
   * Writes a value.
   *
   * @param value copied
   * @throws IllegalStateException if the transaction has ended or another one is open in it
   */
  void put(Namespace space, ByteKey key, byte[] value);

  /**
   * Removes a value, if there is one.
   *
   * @throws IllegalStateException as {@link #put}
   */
  void delete(Namespace space, ByteKey key);

  /**
   * Opens a transaction within this one. Until it ends this one is only read.
   *
   * @throws IllegalStateException as {@link #put}
   */
  StoreTransaction begin();

  /**
   * Ends the transaction and hands its writes to the one around it; that of a block writes them to
   * the store, and when it returns they survive the end of the process and of the machine.
   *
   * @throws IllegalStateException as {@link #put}; or if it is a query's, whose writes nobody gets
   * @throws StoreException if the store cannot write a block. Whether it is committed is known
   *     after the store is opened anew; until then this one refuses everything
   */
  void commit();

  /** Ends the transaction; writes that were not committed are dropped. Idempotent. */
  @Override
  void close();
}
