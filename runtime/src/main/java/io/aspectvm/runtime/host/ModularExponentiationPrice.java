package io.aspectvm.runtime.host;

import io.aspectvm.runtime.abi.ValueReader;

/** The EVM's price of modular exponentiation (EIP-2565), from lengths and exponent alone. */
final class ModularExponentiationPrice {

  private static final long MINIMUM = 200;
  private static final int HEAD_BYTES = 32;

  private ModularExponentiationPrice() {}

  /** EVM gas; {@code Long.MAX_VALUE} where it is larger. */
  static long evmGas(ValueReader base, ValueReader exponent, ValueReader modulus) {
    long words = (Math.max(base.length(), modulus.length()) + 7L) / 8;
    long complexity = Saturating.multiply(words, words);
    return Math.max(MINIMUM, Saturating.multiply(complexity, iterations(exponent)) / 3);
  }

  private static long iterations(ValueReader exponent) {
    int length = exponent.length();
    long headBits = bitLength(exponent, Math.min(length, HEAD_BYTES));
    long tail = Math.max(0, length - HEAD_BYTES) * 8L;
    return Math.max(1, tail + Math.max(0, headBits - 1));
  }

  private static long bitLength(ValueReader exponent, int bytes) {
    byte[] memory = exponent.memory();
    for (int i = 0; i < bytes; i++) {
      int value = memory[exponent.bodyOffset() + i] & 0xFF;
      if (value != 0) {
        return (bytes - i) * 8L - (Integer.numberOfLeadingZeros(value) - 24);
      }
    }
    return 0;
  }
}
