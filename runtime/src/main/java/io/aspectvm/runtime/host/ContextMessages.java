package io.aspectvm.runtime.host;

import io.aspectvm.runtime.evm.UnsignedBytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes the messages of one field that runtime-context values are made of: {@code BoolData},
 * {@code UintData}, {@code IntData}, {@code BytesData}, {@code StringData}, and lists. By hand,
 * because an aspect reads many of them and each is a few bytes; the field is always written
 * (messages, wire rules).
 */
public final class ContextMessages {

  private static final byte TAG_VARINT = 0x08;
  private static final byte TAG_LENGTH = 0x0A;
  private static final int MAX_VARINT_BYTES = 10;

  private ContextMessages() {}

  /** {@code BoolData}. */
  public static byte[] bool(boolean value) {
    return new byte[] {TAG_VARINT, (byte) (value ? 1 : 0)};
  }

  /**
   * {@code UintData}, or {@code IntData} of a signed value.
   *
   * @param value unsigned, or signed in two's complement
   */
  public static byte[] uint(long value) {
    byte[] message = new byte[1 + MAX_VARINT_BYTES];
    message[0] = TAG_VARINT;
    return Arrays.copyOf(message, putVarint(message, 1, value));
  }

  /** {@code BytesData}. */
  public static byte[] bytes(byte[] value) {
    byte[] head = new byte[1 + MAX_VARINT_BYTES];
    head[0] = TAG_LENGTH;
    int headLength = putVarint(head, 1, value.length);
    byte[] message = Arrays.copyOf(head, headLength + value.length);
    System.arraycopy(value, 0, message, headLength, value.length);
    return message;
  }

  /** {@code StringData}. */
  public static byte[] string(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code BytesData} of a number of 0 or more: its shortest big-endian form. */
  public static byte[] number(BigInteger value) {
    return bytes(UnsignedBytes.minimal(value));
  }

  /** {@code IntArrayData}, not packed. */
  public static byte[] ints(List<Long> values) {
    return concatenated(values.stream().map(ContextMessages::uint).toList());
  }

  /** {@code StringArrayData}. */
  public static byte[] strings(List<String> values) {
    return concatenated(values.stream().map(ContextMessages::string).toList());
  }

  /** A repeated field is encoded like that many messages with a field each. */
  private static byte[] concatenated(List<byte[]> messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    messages.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static int putVarint(byte[] target, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }
}
