package io.aspectvm.runtime.store;

import java.util.Locale;
import java.util.OptionalLong;

/** What stores have in common: one block at a time, numbers that rise. */
abstract class SingleWriterStore implements ChainStore {

  private Overlay block;

  /**
   * Makes a block's changes durable and visible, all at once.
   *
   * @param number of the block, greater than the last one's
   */
  abstract void write(long number, Changes changes);

  /**
   * @throws IllegalStateException if the store is closed
   */
  abstract void requireOpen();

  /** Closes what {@link #write} needs. */
  abstract void release();

  @Override
  public OptionalLong latestBlock() {
    try (StoreSnapshot now = snapshot()) {
      return now.block();
    }
  }

  @Override
  public final synchronized StoreTransaction beginBlock(long number) {
    requireOpen();
    if (block != null) {
      throw new IllegalStateException("a block is open");
    }
    StoreSnapshot base = snapshot();
    OptionalLong latest = base.block();
    if (latest.isPresent() && Long.compareUnsigned(number, latest.getAsLong()) <= 0) {
      base.close();
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "block %s after block %s",
              Long.toUnsignedString(number),
              Long.toUnsignedString(latest.getAsLong())));
    }
    block =
        new Overlay(
            base,
            changes -> write(number, changes),
            () -> {
              endBlock();
              base.close();
            });
    return block;
  }

  private synchronized void endBlock() {
    block = null;
  }

  @Override
  public final synchronized void close() {
    if (block != null) {
      block.close();
    }
    release();
  }
}
