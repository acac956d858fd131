package io.aspectvm.cli;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Integers as text: decimal, or {@code 0x} and the bits in hex. */
final class Integers {

  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,40}");

  private Integers() {}

  /** Any integer, or empty where {@code text} is none. */
  static Optional<BigInteger> parse(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return Optional.of(new BigInteger(text));
    }
    return bits(text);
  }

  /** The number that hex digits after {@code 0x} are, or empty. */
  static Optional<BigInteger> bits(String text) {
    return HEX.matcher(text).matches()
        ? Optional.of(new BigInteger(text.substring(2), 16))
        : Optional.empty();
  }

  /** Whether a number fits {@code bits} bits as a signed one. */
  static boolean fitsSigned(BigInteger number, int bits) {
    return number.bitLength() < bits;
  }

  /** Whether a number fits {@code bits} bits as an unsigned one. */
  static boolean fitsUnsigned(BigInteger number, int bits) {
    return number.signum() >= 0 && number.bitLength() <= bits;
  }

  static boolean isHex(String text) {
    return HEX.matcher(text).matches();
  }
}
