package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Blocks that follow from their number alone, and what a store should hold after each. */
final class RandomBlocks {

  static final Namespace SPACE = new Namespace("random");

  private static final int KEYS = 500;
  private static final int WRITES = 40;
  private static final int SMALL_BYTES = 300;
  private static final int LARGE_BYTES = 300_000;

  private final SortedMap<ByteKey, byte[]> state = new TreeMap<>();
  private long number;

  /** Writes a block. */
  static void write(StoreTransaction block, long number) {
    change(number, (key, value) -> put(block, key, value));
  }

  private static void put(StoreTransaction block, ByteKey key, byte[] value) {
    if (value == null) {
      block.delete(SPACE, key);
    } else {
      block.put(SPACE, key, value);
    }
  }

  private interface Taker {
    void take(ByteKey key, byte[] value);
  }

  private static void change(long number, Taker taker) {
    Random random = new Random(number);
    boolean large = random.nextInt(8) == 0;
    for (int i = 0; i < WRITES; i++) {
      byte[] key = new byte[20];
      new Random(random.nextInt(KEYS)).nextBytes(key);
      byte[] value = null;
      if (random.nextInt(4) > 0) {
        value = new byte[random.nextInt(large && i % 8 == 0 ? LARGE_BYTES : SMALL_BYTES)];
        random.nextBytes(value);
      }
      taker.take(ByteKey.of(key), value);
    }
  }

  /** Goes on to a later block. */
  void advance(long target) {
    while (number < target) {
      number++;
      change(
          number,
          (key, value) -> {
            if (value == null) {
              state.remove(key);
            } else {
              state.put(key, value);
            }
          });
    }
  }

  /**
   * Whether a view has exactly what it should have after the block reached, by both ways to read.
   */
  boolean isIn(StoreView view) {
    SortedMap<ByteKey, byte[]> found = new TreeMap<>();
    view.forEach(
        SPACE,
        ByteKey.of(""),
        (key, value) -> {
          found.put(key, value);
          return true;
        });
    return found.keySet().equals(state.keySet())
        && state.entrySet().stream()
            .allMatch(
                entry ->
                    Arrays.equals(found.get(entry.getKey()), entry.getValue())
                        && Arrays.equals(
                            view.get(SPACE, entry.getKey()).orElse(null), entry.getValue()));
  }
}
