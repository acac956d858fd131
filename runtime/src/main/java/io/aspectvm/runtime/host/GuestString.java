package io.aspectvm.runtime.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A String of the ABI as it is on the wire: bytes that are meant to be UTF-8 and need not be
 * (aspect-abi, section 3.4). Host functions take it in place of {@code java.lang.String} where the
 * bytes matter, as in keys and logs. Immutable.
 */
public final class GuestString {

  /** The string without bytes. */
  public static final GuestString EMPTY = new GuestString(new byte[0]);

  private final byte[] bytes;

  private GuestString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The string with these bytes, which are copied. */
  public static GuestString of(byte[] bytes) {
    return new GuestString(bytes.clone());
  }

  /** The string with these bytes, which are not copied: the caller gives them away. */
  public static GuestString wrap(byte[] bytes) {
    return new GuestString(bytes);
  }

  /** The UTF-8 bytes of {@code text}; a lone surrogate becomes {@code ?}. */
  public static GuestString of(String text) {
    return new GuestString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The text for people: decoded as UTF-8, with replacement characters where it is none. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Copies the bytes to {@code target} at {@code offset}, where there must be room. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GuestString that && Arrays.equals(bytes, that.bytes);
  }

  /** Not for maps with keys that a guest chose: see {@link ByteKey}. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }
}
