package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteKeyTest {

  @Test
  void hashesAsSipHash13Does() {
    // Key 00 01 .. 0f, messages of length 0 and 1 (00): the vectors of the reference code.
    long key0 = 0x0706050403020100L;
    long key1 = 0x0f0e0d0c0b0a0908L;
    assertEquals(0xabac0158050fc4dcL, SipHash.hash(key0, key1, new byte[0]));
    // Every length of the last word, and more than one word: all hashes differ.
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      hashes.add(SipHash.hash(key0, key1, new byte[length]));
    }
    assertEquals(40, hashes.size());
  }

  @Test
  void keysThatCollideUnderTheJdksHashDoNotHere() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      hashes.add(ByteKey.of(CollidingKeys.key(i)).hashCode());
    }
    assertTrue(hashes.size() > 9_990, hashes.size() + " hashes");
  }

  @Test
  void keysOfEqualHashStayApart() {
    byte[] a = CollidingKeys.key(1);
    byte[] b = CollidingKeys.key(2);
    assertEquals(Arrays.hashCode(a), Arrays.hashCode(b));
    assertNotEquals(ByteKey.of(a), ByteKey.of(b));
    assertEquals(ByteKey.of(a), ByteKey.of(a.clone()));
    assertEquals(ByteKey.of(a).hashCode(), ByteKey.of(a.clone()).hashCode());
  }

  @Test
  void addressesAndWordsAreRightAligned() {
    byte[] expected = new byte[20];
    assertArrayEquals(expected, ByteKey.address(new byte[0]).bytes());
    expected[19] = 7;
    assertArrayEquals(expected, ByteKey.address(new byte[] {7}).bytes());
    byte[] longer = new byte[33];
    longer[0] = 1;
    longer[32] = 7;
    assertArrayEquals(expected, ByteKey.address(longer).bytes());
    assertArrayEquals(Arrays.copyOfRange(longer, 1, 33), ByteKey.word(longer).bytes());
    assertEquals(32, ByteKey.word(new byte[] {1}).length());
  }

  @Test
  void keysAreOrderedAsUnsignedBytes() {
    assertTrue(ByteKey.of(new byte[] {1}).compareTo(ByteKey.of(new byte[] {-1})) < 0);
    assertTrue(ByteKey.of(new byte[0]).compareTo(ByteKey.of(new byte[1])) < 0);
    assertEquals("01ff", ByteKey.of(new byte[] {1, -1}).toString());
  }

  @Test
  void keysDoNotShareTheirArray() {
    byte[] given = {1};
    ByteKey key = ByteKey.of(given);
    given[0] = 2;
    key.bytes()[0] = 3;
    assertEquals(ByteKey.of(new byte[] {1}), key);
  }
}
