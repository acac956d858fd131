package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredAspectStateTest {

  private static final ByteKey ONE = ByteKey.address(new byte[] {1});
  private static final ByteKey TWO = ByteKey.address(new byte[] {2});
  private static final ByteKey KEY = ByteKey.of("key");
  private static final ByteKey NO_KEY = ByteKey.of("");

  @Test
  void aspectsHaveTheirOwnState() {
    try (ChainStore store = ChainStore.inMemory();
        StoreTransaction block = store.beginBlock(1)) {
      StoredAspectState state = new StoredAspectState(block);
      state.set(ONE, KEY, new byte[] {1});
      state.set(ONE, NO_KEY, new byte[] {2});
      state.set(TWO, KEY, new byte[] {3});
      assertArrayEquals(new byte[] {1}, state.get(ONE, KEY));
      assertArrayEquals(new byte[] {2}, state.get(ONE, NO_KEY));
      assertArrayEquals(new byte[0], state.get(TWO, NO_KEY));
      assertEquals(
          List.of(NO_KEY, KEY), List.copyOf(StoredAspectState.entries(block, ONE).keySet()));
      assertThrows(IllegalArgumentException.class, () -> state.get(KEY, KEY));
    }
  }

  @Test
  void anEmptyValueDeletes() {
    try (ChainStore store = ChainStore.inMemory();
        StoreTransaction block = store.beginBlock(1)) {
      StoredAspectState state = new StoredAspectState(block);
      state.set(ONE, KEY, new byte[] {1});
      state.set(ONE, KEY, new byte[0]);
      assertArrayEquals(new byte[0], state.get(ONE, KEY));
      assertEquals(0, StoredAspectState.entries(block, ONE).size());
    }
  }

  @Test
  void aFailedTransactionLeavesNothing() {
    try (ChainStore store = ChainStore.inMemory();
        StoreTransaction block = store.beginBlock(1)) {
      try (StoreTransaction failed = block.begin()) {
        new StoredAspectState(failed).set(ONE, KEY, new byte[] {1});
      }
      assertArrayEquals(new byte[0], new StoredAspectState(block).get(ONE, KEY));
    }
  }
}
