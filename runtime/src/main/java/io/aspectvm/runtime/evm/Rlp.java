package io.aspectvm.runtime.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;

/** Encodes by the recursive length prefix (yellow paper, appendix B). */
public final class Rlp {

  private static final int SHORT_LIMIT = 55;
  private static final int STRING = 0x80;
  private static final int LIST = 0xC0;

  private Rlp() {}

  /** A string of bytes. */
  public static byte[] string(byte[] bytes) {
    return bytes.length == 1 && bytes[0] >= 0 ? bytes.clone() : withHeader(STRING, bytes);
  }

  /**
   * A number of 0 or more, as its shortest big-endian string.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static byte[] number(BigInteger value) {
    return string(UnsignedBytes.minimal(value));
  }

  /** An unsigned number. */
  public static byte[] number(long value) {
    return string(UnsignedBytes.minimal(value));
  }

  /** A list of items that are encoded already. */
  public static byte[] list(byte[]... items) {
    return list(List.of(items));
  }

  /** A list of items that are encoded already. */
  public static byte[] list(List<byte[]> items) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    items.forEach(content::writeBytes);
    return withHeader(LIST, content.toByteArray());
  }

  private static byte[] withHeader(int kind, byte[] content) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    if (content.length <= SHORT_LIMIT) {
      encoded.write(kind + content.length);
    } else {
      byte[] length = UnsignedBytes.minimal(content.length);
      encoded.write(kind + SHORT_LIMIT + length.length);
      encoded.writeBytes(length);
    }
    encoded.writeBytes(content);
    return encoded.toByteArray();
  }
}
