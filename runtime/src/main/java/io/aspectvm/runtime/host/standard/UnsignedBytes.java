package io.aspectvm.runtime.host.standard;

import java.math.BigInteger;
import java.util.Arrays;

/** Unsigned big-endian integers as byte arrays. */
final class UnsignedBytes {

  private UnsignedBytes() {}

  /** The shortest form; empty for zero. */
  static byte[] minimal(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
