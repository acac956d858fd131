package io.aspectvm.runtime.evm;

import java.math.BigInteger;
import java.util.Arrays;

/** Unsigned big-endian integers as byte arrays. */
public final class UnsignedBytes {

  private UnsignedBytes() {}

  /**
   * The shortest form; empty for zero.
   *
   * @throws IllegalArgumentException if the value is negative
   */
  public static byte[] minimal(BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** The shortest form of an unsigned number; empty for zero. */
  public static byte[] minimal(long value) {
    byte[] bytes = new byte[(Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = (byte) (value >>> (Byte.SIZE * i));
    }
    return bytes;
  }
}
