package io.aspectvm.jmh;

import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An argument of a host function, as a guest has it in memory (aspect-abi, section 3).
 *
 * @param type index of a String or ByteArray
 * @param body not copied
 */
record HostArgument(int type, byte[] body) {

  private static final int STRING = 10;
  private static final int BYTE_ARRAY = 11;
  private static final int HEADER_BYTES = 6;

  static HostArgument text(String text) {
    return new HostArgument(STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text of so many letters. */
  static HostArgument text(int length) {
    return text("x".repeat(length));
  }

  static HostArgument bytes(byte... body) {
    return new HostArgument(BYTE_ARRAY, body);
  }

  static HostArgument hex(String body) {
    return bytes(HexFormat.of().parseHex(body));
  }

  static HostArgument message(Message message) {
    return bytes(message.toByteArray());
  }

  /** So many bytes that look like any. */
  static HostArgument random(int length) {
    return random(length, 88172645463325252L);
  }

  /** The same from another seed of a 64-bit generator; first and last bit are set. */
  static HostArgument random(int length, long seed) {
    byte[] body = new byte[length];
    long x = seed;
    for (int i = 0; i < length; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      body[i] = (byte) (x >>> 32);
    }
    if (length > 0) {
      body[0] |= (byte) 0x81;
      body[length - 1] |= 1;
    }
    return bytes(body);
  }

  /** Base, exponent and an odd modulus of these lengths, all different. */
  static HostArgument[] odd(int base, int exponent, int modulus) {
    return new HostArgument[] {random(base, 3), random(exponent, 5), random(modulus)};
  }

  /** The same with a modulus that is 4 times an odd number. */
  static HostArgument[] even(int base, int exponent, int modulus) {
    HostArgument[] arguments = odd(base, exponent, modulus);
    byte[] body = arguments[2].body();
    body[modulus - 1] = (byte) ((body[modulus - 1] & ~7) | 4);
    return arguments;
  }

  /** The same with the largest power of 2 as modulus. */
  static HostArgument[] power(int base, int exponent, int modulus) {
    byte[] body = new byte[modulus];
    body[0] = (byte) 0x80;
    return new HostArgument[] {random(base, 3), random(exponent, 5), bytes(body)};
  }

  /** The same body as a ByteArray. */
  HostArgument asBytes() {
    return new HostArgument(BYTE_ARRAY, body);
  }

  byte[] encoded() {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) type)
        .putInt(body.length)
        .put(body)
        .array();
  }
}
