package io.aspectvm.runtime.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.ByteKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class ChainStoreContract {

  private static final Namespace SPACE = new Namespace("space");
  private static final Namespace OTHER = new Namespace("space-2");

  private ChainStore store;

  abstract ChainStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static ByteKey key(String text) {
    return ByteKey.of(text);
  }

  private static byte[] value(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String get(StoreView view, String key) {
    return view.get(SPACE, key(key))
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
        .orElse(null);
  }

  private static void put(StoreTransaction transaction, String key, String value) {
    transaction.put(SPACE, key(key), value(value));
  }

  private static List<String> keys(StoreView view, String prefix) {
    List<String> keys = new ArrayList<>();
    view.forEach(
        SPACE,
        key(prefix),
        (key, value) -> keys.add(new String(key.bytes(), StandardCharsets.US_ASCII)));
    return keys;
  }

  private void commitBlock(long number, String... keysAndValues) {
    try (StoreTransaction block = store.beginBlock(number)) {
      for (int i = 0; i < keysAndValues.length; i += 2) {
        put(block, keysAndValues[i], keysAndValues[i + 1]);
      }
      block.commit();
    }
  }

  @Test
  void aNewStoreHasNoBlock() {
    assertEquals(OptionalLong.empty(), store.latestBlock());
    try (StoreSnapshot snapshot = store.snapshot()) {
      assertEquals(OptionalLong.empty(), snapshot.block());
      assertEquals(null, get(snapshot, "a"));
      assertEquals(List.of(), keys(snapshot, ""));
    }
  }

  @Test
  void aCommittedBlockIsSeen() {
    commitBlock(7, "a", "1", "b", "");
    assertEquals(OptionalLong.of(7), store.latestBlock());
    try (StoreSnapshot snapshot = store.snapshot()) {
      assertEquals("1", get(snapshot, "a"));
      assertEquals("", get(snapshot, "b"));
    }
  }

  @Test
  void aDroppedBlockIsNot() {
    try (StoreTransaction block = store.beginBlock(1)) {
      put(block, "a", "1");
    }
    assertEquals(OptionalLong.empty(), store.latestBlock());
    commitBlock(1, "b", "2");
    try (StoreSnapshot snapshot = store.snapshot()) {
      assertEquals(List.of("b"), keys(snapshot, ""));
    }
  }

  @Test
  void blocksRiseAndComeOneByOne() {
    commitBlock(5);
    assertThrows(IllegalArgumentException.class, () -> store.beginBlock(5));
    assertThrows(IllegalArgumentException.class, () -> store.beginBlock(4));
    try (StoreTransaction block = store.beginBlock(-1L)) { // 2^64 - 1
      assertThrows(IllegalStateException.class, () -> store.beginBlock(6));
      block.commit();
    }
    assertEquals(OptionalLong.of(-1L), store.latestBlock());
  }

  @Test
  void transactionsNest() {
    try (StoreTransaction block = store.beginBlock(1)) {
      put(block, "a", "block");
      try (StoreTransaction transaction = block.begin()) {
        put(transaction, "a", "transaction");
        put(transaction, "b", "transaction");
        try (StoreTransaction failed = transaction.begin()) {
          put(failed, "a", "failed");
          failed.delete(SPACE, key("b"));
          put(failed, "c", "failed");
          assertEquals(List.of("a", "c"), keys(failed, ""));
        }
        assertEquals("transaction", get(transaction, "a"));
        assertEquals("block", get(block, "a"));
        transaction.commit();
      }
      assertEquals(List.of("a", "b"), keys(block, ""));
      block.commit();
    }
    try (StoreSnapshot snapshot = store.snapshot()) {
      assertEquals("transaction", get(snapshot, "a"));
      assertEquals(List.of("a", "b"), keys(snapshot, ""));
    }
  }

  @Test
  void anOuterTransactionWaitsForTheInnerOne() {
    try (StoreTransaction block = store.beginBlock(1)) {
      StoreTransaction inner = block.begin();
      assertThrows(IllegalStateException.class, () -> put(block, "a", "1"));
      assertThrows(IllegalStateException.class, () -> block.delete(SPACE, key("a")));
      assertThrows(IllegalStateException.class, block::begin);
      assertThrows(IllegalStateException.class, block::commit);
      inner.close();
      assertThrows(IllegalStateException.class, inner::commit);
      assertThrows(IllegalStateException.class, () -> get(inner, "a"));
      block.commit();
      assertThrows(IllegalStateException.class, block::commit);
    }
  }

  @Test
  void aQueryChangesNothing() {
    commitBlock(1, "a", "1");
    try (StoreSnapshot snapshot = store.snapshot();
        StoreTransaction query = snapshot.query()) {
      try (StoreTransaction inner = query.begin()) {
        put(inner, "a", "2");
        inner.commit();
      }
      assertEquals("2", get(query, "a"));
      assertThrows(IllegalStateException.class, query::commit);
      assertEquals("1", get(snapshot, "a"));
    }
    try (StoreSnapshot snapshot = store.snapshot()) {
      assertEquals("1", get(snapshot, "a"));
    }
  }

  @Test
  void aSnapshotStaysAsItWas() {
    commitBlock(1, "a", "1", "b", "1");
    try (StoreSnapshot first = store.snapshot()) {
      for (int number = 2; number < 5; number++) {
        try (StoreTransaction block = store.beginBlock(number)) {
          put(block, "a", "" + number);
          block.delete(SPACE, key("b"));
          put(block, "c", "" + number);
          assertEquals("" + (number - 1), onlyCommitted("a"));
          block.commit();
        }
        assertEquals("" + number, onlyCommitted("a"));
        assertEquals(OptionalLong.of(1), first.block());
        assertEquals("1", get(first, "a"));
        assertEquals(List.of("a", "b"), keys(first, ""));
      }
    }
    try (StoreSnapshot last = store.snapshot()) {
      assertEquals(List.of("a", "c"), keys(last, ""));
    }
  }

  private String onlyCommitted(String key) {
    try (StoreSnapshot snapshot = store.snapshot()) {
      return get(snapshot, key);
    }
  }

  @Test
  void keysComeInOrderAndByPrefix() {
    try (StoreTransaction block = store.beginBlock(1)) {
      for (String key : List.of("b", "ab", "a", "abc", "ac", "")) {
        put(block, key, key);
      }
      block.put(OTHER, key("ab"), value("other"));
      block.commit();
    }
    try (StoreTransaction block = store.beginBlock(2)) {
      put(block, "abb", "new");
      block.delete(SPACE, key("abc"));
      put(block, "az", "new");
      assertEquals(List.of("", "a", "ab", "abb", "ac", "az", "b"), keys(block, ""));
      assertEquals(List.of("ab", "abb"), keys(block, "ab"));
      assertEquals(List.of("b"), keys(block, "b"));
      assertEquals(List.of(), keys(block, "c"));
      List<ByteKey> firstTwo = new ArrayList<>();
      block.forEach(
          SPACE,
          key("a"),
          (key, value) -> {
            firstTwo.add(key);
            return firstTwo.size() < 2;
          });
      assertEquals(List.of(key("a"), key("ab")), firstTwo);
    }
  }

  @Test
  void keysAreOrderedAsUnsignedBytes() {
    List<ByteKey> keys = new ArrayList<>();
    try (StoreTransaction block = store.beginBlock(1)) {
      for (int i = 255; i >= 0; i--) {
        block.put(SPACE, ByteKey.of(new byte[] {(byte) i}), new byte[] {(byte) i});
      }
      block.commit();
    }
    try (StoreSnapshot snapshot = store.snapshot()) {
      snapshot.forEach(
          SPACE,
          key(""),
          (key, value) -> {
            assertArrayEquals(key.bytes(), value);
            return keys.add(key);
          });
    }
    assertEquals(256, keys.size());
    assertEquals(keys.stream().sorted().toList(), keys);
  }

  @Test
  void valuesAreCopies() {
    byte[] mine = value("1");
    try (StoreTransaction block = store.beginBlock(1)) {
      block.put(SPACE, key("a"), mine);
      mine[0] = 'x';
      block.get(SPACE, key("a")).orElseThrow()[0] = 'y';
      assertEquals("1", get(block, "a"));
      block.commit();
    }
    try (StoreSnapshot snapshot = store.snapshot()) {
      snapshot.get(SPACE, key("a")).orElseThrow()[0] = 'z';
      assertEquals("1", get(snapshot, "a"));
    }
  }

  @Test
  void aClosedStoreRefuses() {
    commitBlock(1, "a", "1");
    StoreSnapshot snapshot = store.snapshot();
    StoreTransaction block = store.beginBlock(2);
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> get(snapshot, "a"));
    assertThrows(IllegalStateException.class, () -> get(block, "a"));
    assertThrows(IllegalStateException.class, block::commit);
    assertThrows(IllegalStateException.class, store::snapshot);
    assertThrows(IllegalStateException.class, () -> store.beginBlock(3));
    snapshot.close();
  }

  /** Against a plain map, with nested transactions that end one way or the other. */
  @Test
  void doesWhatAMapDoes() {
    Random random = new Random(11);
    SortedMap<ByteKey, String> expected = new TreeMap<>();
    for (int number = 1; number <= 60; number++) {
      try (StoreTransaction block = store.beginBlock(number)) {
        SortedMap<ByteKey, String> model = new TreeMap<>(expected);
        fill(block, model, random, 3);
        assertEquals(model, entries(block));
        if (random.nextInt(4) > 0) {
          block.commit();
          expected = model;
        }
      }
      try (StoreSnapshot snapshot = store.snapshot()) {
        assertEquals(expected, entries(snapshot));
      }
    }
    assertFalse(expected.isEmpty());
  }

  private static void fill(
      StoreTransaction transaction, SortedMap<ByteKey, String> model, Random random, int depth) {
    for (int i = 0; i < 12; i++) {
      ByteKey key = ByteKey.of(new byte[] {(byte) random.nextInt(40)});
      int choice = random.nextInt(10);
      if (choice < 5) {
        String text = Integer.toString(random.nextInt());
        transaction.put(SPACE, key, value(text));
        model.put(key, text);
      } else if (choice < 8) {
        transaction.delete(SPACE, key);
        model.remove(key);
      } else if (depth > 0) {
        SortedMap<ByteKey, String> inner = new TreeMap<>(model);
        try (StoreTransaction nested = transaction.begin()) {
          fill(nested, inner, random, depth - 1);
          if (random.nextBoolean()) {
            nested.commit();
            model.clear();
            model.putAll(inner);
          }
        }
      }
    }
  }

  private static SortedMap<ByteKey, String> entries(StoreView view) {
    SortedMap<ByteKey, String> entries = new TreeMap<>();
    view.forEach(
        SPACE,
        key(""),
        (key, value) -> {
          assertTrue(entries.isEmpty() || entries.lastKey().compareTo(key) < 0);
          entries.put(key, new String(value, StandardCharsets.US_ASCII));
          return true;
        });
    return entries;
  }
}
