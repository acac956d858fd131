package io.aspectvm.compiler.endtoend;

import io.aspectvm.runtime.store.ChainStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** In RocksDB. */
class StoredRegistryTest extends RegistryTestCases {

  @TempDir Path directory;

  private ChainStore store;

  @BeforeEach
  void open() {
    store = ChainStore.open(directory);
  }

  @Override
  ChainStore store() {
    return store;
  }

  @Override
  void reopen() {
    store.close();
    open();
  }
}
