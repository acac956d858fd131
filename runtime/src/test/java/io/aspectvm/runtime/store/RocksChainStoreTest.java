package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksChainStoreTest extends ChainStoreContract {

  private static final Namespace SPACE = new Namespace("space");
  private static final ByteKey KEY = ByteKey.of("key");

  @TempDir Path directory;

  @Override
  ChainStore open() {
    return ChainStore.open(directory.resolve("contract"));
  }

  private Path place() {
    return directory.resolve("other/store");
  }

  @Test
  void keepsBlocks() {
    for (int number = 1; number < 6; number++) {
      try (ChainStore store = ChainStore.open(place())) {
        assertEquals(
            number == 1 ? OptionalLong.empty() : OptionalLong.of(number - 1), //
            store.latestBlock());
        try (StoreTransaction block = store.beginBlock(number)) {
          assertEquals(number == 1, block.get(SPACE, KEY).isEmpty());
          block.put(SPACE, KEY, new byte[] {(byte) number});
          block.commit();
        }
        store.beginBlock(number + 1).put(SPACE, KEY, new byte[9]);
      }
    }
  }

  @Test
  void opensOnce() {
    try (ChainStore store = ChainStore.open(place())) {
      assertEquals(OptionalLong.empty(), store.latestBlock());
      StoreException refusal = assertThrows(StoreException.class, () -> ChainStore.open(place()));
      assertEquals(Reason.IN_USE, refusal.reason());
      assertEquals(
          "the store in " + place().toAbsolutePath() + " is open elsewhere", refusal.getMessage());
    }
    ChainStore.open(place()).close();
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Files.createDirectories(place().getParent());
    Files.createFile(place());
    StoreException refusal = assertThrows(StoreException.class, () -> ChainStore.open(place()));
    assertEquals(Reason.INPUT_OUTPUT, refusal.reason());
  }
}
