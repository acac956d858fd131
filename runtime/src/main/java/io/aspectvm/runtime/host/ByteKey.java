package io.aspectvm.runtime.host;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as a key: addresses, storage keys, strings that a guest chose. Compared exactly, ordered as
 * unsigned bytes. Immutable.
 *
 * <p>The hash is keyed with a secret of the process, so that nobody can choose keys that collide in
 * a map; it differs from run to run, and so nothing may depend on the order of a hash map of these.
 */
public final class ByteKey implements Comparable<ByteKey> {

  /** Bytes of an address. */
  public static final int ADDRESS_BYTES = 20;

  /** Bytes of an EVM storage key or value. */
  public static final int WORD_BYTES = 32;

  private final byte[] bytes;
  private int hash;

  private ByteKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key with these bytes, which are copied. */
  public static ByteKey of(byte[] bytes) {
    return new ByteKey(bytes.clone());
  }

  /** The key with the bytes of {@code string}. */
  public static ByteKey of(GuestString string) {
    return new ByteKey(string.bytes());
  }

  /** The key with the UTF-8 bytes of {@code text}. */
  public static ByteKey of(String text) {
    return of(GuestString.of(text));
  }

  /**
   * The address that these bytes mean: the last 20 of them, with zeros before where there are fewer
   * (host-apis, introduction).
   */
  public static ByteKey address(byte[] bytes) {
    return new ByteKey(rightAligned(bytes, ADDRESS_BYTES));
  }

  /** The storage key that these bytes mean: likewise 32 bytes. */
  public static ByteKey word(byte[] bytes) {
    return new ByteKey(rightAligned(bytes, WORD_BYTES));
  }

  private static byte[] rightAligned(byte[] bytes, int length) {
    byte[] aligned = new byte[length];
    int count = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - count, aligned, length - count, count);
    return aligned;
  }

  /** The bytes of one key and then those of another. */
  public static ByteKey concatenate(ByteKey first, ByteKey second) {
    byte[] both = Arrays.copyOf(first.bytes, Math.addExact(first.length(), second.length()));
    System.arraycopy(second.bytes, 0, both, first.length(), second.length());
    return new ByteKey(both);
  }

  /** The bytes from {@code start} on. */
  public ByteKey from(int start) {
    return new ByteKey(Arrays.copyOfRange(bytes, start, bytes.length));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** Whether the bytes start with those of {@code prefix}. */
  public boolean startsWith(ByteKey prefix) {
    int length = prefix.bytes.length;
    return length <= bytes.length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = SipHash.hash(bytes);
      hash = known;
    }
    return known;
  }

  @Override
  public int compareTo(ByteKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** The bytes in hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
