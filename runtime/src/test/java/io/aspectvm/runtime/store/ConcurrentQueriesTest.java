package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.ByteKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread writes blocks while eight query and write into overlays of their own. */
class ConcurrentQueriesTest {

  private static final int READERS = 8;
  private static final int BLOCKS = 150;
  private static final int KEYS = 40;
  private static final ByteKey ASPECT = ByteKey.address(new byte[] {1});

  @TempDir Path directory;

  @Test
  void inMemory() throws Exception {
    queriesSeeWholeBlocks(ChainStore.inMemory());
  }

  @Test
  void onDisk() throws Exception {
    queriesSeeWholeBlocks(ChainStore.open(directory));
  }

  private static ByteKey key(int i) {
    return ByteKey.of("key-" + i);
  }

  /** Every block adds 1 to what the keys say, in two transactions, one of which is repeated. */
  private static void writeBlock(ChainStore store, long number) {
    try (StoreTransaction block = store.beginBlock(number)) {
      increment(block, 0, KEYS / 2, true);
      increment(block, KEYS / 2, KEYS, false);
      increment(block, KEYS / 2, KEYS, true);
      block.commit();
    }
  }

  private static void increment(StoreTransaction outer, int from, int to, boolean succeeds) {
    try (StoreTransaction transaction = outer.begin()) {
      StoredAspectState state = new StoredAspectState(transaction);
      for (int i = from; i < to; i++) {
        int old = count(state.get(ASPECT, key(i)));
        state.set(ASPECT, key(i), Integer.toString(old + 1).getBytes(StandardCharsets.US_ASCII));
      }
      if (succeeds) {
        transaction.commit();
      }
    }
  }

  private static int count(byte[] value) {
    return value.length == 0 ? 0 : Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
  }

  private static int query(ChainStore store) {
    try (StoreSnapshot snapshot = store.snapshot();
        StoreTransaction query = snapshot.query()) {
      int block = (int) snapshot.block().orElse(0);
      StoredAspectState state = new StoredAspectState(query);
      for (int i = 0; i < KEYS; i++) {
        assertEquals(block, count(state.get(ASPECT, key(i))), "key " + i);
        state.set(ASPECT, key(i), "-1".getBytes(StandardCharsets.US_ASCII));
        assertEquals(-1, count(state.get(ASPECT, key(i))));
      }
      assertEquals(block == 0 ? 0 : KEYS, StoredAspectState.entries(snapshot, ASPECT).size());
      return block;
    }
  }

  private static void queriesSeeWholeBlocks(ChainStore store) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    AtomicBoolean done = new AtomicBoolean();
    try (store) {
      Callable<Integer> reader =
          () -> {
            int latest = 0;
            while (!done.get()) {
              int block = query(store);
              assertTrue(block >= latest, "blocks go back");
              latest = block;
            }
            return query(store);
          };
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        results.add(threads.submit(reader));
      }
      for (int number = 1; number <= BLOCKS; number++) {
        writeBlock(store, number);
      }
      done.set(true);
      for (Future<Integer> result : results) {
        assertEquals(BLOCKS, result.get());
      }
      try (StoreSnapshot last = store.snapshot()) {
        assertSame(sequential(), StoredAspectState.entries(last, ASPECT));
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static SortedMap<ByteKey, byte[]> sequential() {
    try (ChainStore store = ChainStore.inMemory()) {
      for (int number = 1; number <= BLOCKS; number++) {
        writeBlock(store, number);
      }
      try (StoreSnapshot last = store.snapshot()) {
        return new TreeMap<>(StoredAspectState.entries(last, ASPECT));
      }
    }
  }

  private static void assertSame(
      SortedMap<ByteKey, byte[]> expected, SortedMap<ByteKey, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((key, value) -> assertArrayEquals(value, actual.get(key)));
  }
}
