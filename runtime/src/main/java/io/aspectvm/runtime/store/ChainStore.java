package io.aspectvm.runtime.store;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A key-value store that changes by whole blocks. One block is written at a time, while any number
 * of threads read what was committed before: they see a block entirely or not at all.
 */
public interface ChainStore extends AutoCloseable {

  /** A new, empty store that ends with the process. */
  static ChainStore inMemory() {
    return new InMemoryChainStore();
  }

  /**
   * Opens the store in a directory, or makes one where there is none. Needs RocksDB's {@code
   * rocksdbjni} on the class path.
   *
   * @throws StoreException if another owner has it open, it is damaged or of another format, or the
   *     file system refuses; the message is one line
   */
  static ChainStore open(Path directory) {
    return RocksChainStore.open(directory);
  }

  /** The last committed block, unsigned; empty where there is none. */
  OptionalLong latestBlock();

  /** The store as of now. */
  StoreSnapshot snapshot();

  /**
   * Begins the next block.
   *
   * @param number unsigned, greater than that of the last committed block
   * @throws IllegalArgumentException if it is not greater
   * @throws IllegalStateException if a block is open, or the store is closed
   */
  StoreTransaction beginBlock(long number);

  /**
   * Closes the store; the block that is open, if any, is dropped. Snapshots of it refuse to be read
   * from then on. Idempotent.
   */
  @Override
  void close();
}
