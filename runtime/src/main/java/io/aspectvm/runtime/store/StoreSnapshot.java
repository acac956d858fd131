package io.aspectvm.runtime.store;

import java.util.OptionalLong;

/**
 * A store as it was after some block. Later blocks do not change it. Thread-safe; whoever took it
 * closes it, since the store keeps for it what it would otherwise drop.
 */
public interface StoreSnapshot extends StoreView, AutoCloseable {

  /** The last block in it, unsigned; empty where the store had none. */
  OptionalLong block();

  /**
   * Opens a transaction whose writes only it sees: for queries. It cannot be committed, those
   * within it can. Closing it does not close the snapshot.
   */
  StoreTransaction query();

  /** Lets the snapshot go. Idempotent. */
  @Override
  void close();
}
