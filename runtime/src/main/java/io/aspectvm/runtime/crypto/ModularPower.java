package io.aspectvm.runtime.crypto;

import java.math.BigInteger;

/**
 * Modular exponentiation that asks a guard all along. What ends soon is left to {@link
 * BigInteger#modPow}, which cannot be stopped. Longer ones go by windows of the exponent's bits,
 * with reductions by Barrett's method, so that every step is a multiplication; and a multiplication
 * of large numbers is cut into products of smaller ones (Karatsuba). Up to a modulus of 2 KiB that
 * takes two to three times as long as the JVM's own code for {@code modPow}; beyond, where that
 * code ends and reductions take quadratic time, less. Confined to one thread.
 */
public final class ModularPower {

  /** {@code (modulus bytes + 64)^2 x exponent bytes} up to here take some 0.3 s at the most. */
  private static final long SHORT_WORK = 5L << 28;

  private static final int WORK_OF_SMALL_MODULUS = 64;

  /** Largest modulus, in bytes, that the JVM has code of its own for. */
  private static final int SHORT_MODULUS = 2048;

  /** Two factors of so many bits, or a division by one, take some 30 ms at the most. */
  private static final int LEAF_BITS = 1 << 18;

  /** Largest modulus for which 16 powers of the base are kept, in bits. */
  private static final int WINDOW_MODULUS_BITS = 1 << 19;

  private final BigInteger modulus;
  private final int bits;
  private final Runnable guard;

  /** {@code floor(2^(2 bits) / modulus)}. */
  private final BigInteger reciprocal;

  private ModularPower(BigInteger modulus, Runnable guard) {
    this.modulus = modulus;
    this.bits = modulus.bitLength();
    this.guard = guard;
    this.reciprocal = reciprocal(modulus);
  }

  /**
   * A power.
   *
   * @param base unsigned, big-endian, of any length
   * @param exponent likewise
   * @param modulus 1 or more
   * @param guard called several times a second; ends the computation by throwing
   */
  public static BigInteger of(byte[] base, byte[] exponent, BigInteger modulus, Runnable guard) {
    guard.run();
    long size = (modulus.bitLength() + 7L) / 8;
    long weight = size + WORK_OF_SMALL_MODULUS;
    if (size <= SHORT_MODULUS
        && weight * weight * exponent.length <= SHORT_WORK
        && weight * base.length <= SHORT_WORK) {
      return new BigInteger(1, base).modPow(new BigInteger(1, exponent), modulus);
    }
    return inSteps(base, exponent, modulus, guard);
  }

  /** As above, the long way whatever the sizes. */
  static BigInteger inSteps(byte[] base, byte[] exponent, BigInteger modulus, Runnable guard) {
    ModularPower power = new ModularPower(modulus, guard);
    return power.of(power.residue(base), exponent);
  }

  /** A number modulo the modulus: one block of the modulus's size after the other. */
  private BigInteger residue(byte[] number) {
    int block = Math.max(1, bits / Byte.SIZE);
    int end = number.length % block;
    BigInteger residue = new BigInteger(1, number, 0, end);
    while (end < number.length) {
      BigInteger next = new BigInteger(1, number, end, block);
      residue = reduced(residue.shiftLeft(block * Byte.SIZE).or(next));
      end += block;
    }
    return residue;
  }

  private BigInteger of(BigInteger base, byte[] exponent) {
    int window = bits <= WINDOW_MODULUS_BITS ? 4 : 1;
    BigInteger[] powers = new BigInteger[1 << window];
    powers[0] = reduced(BigInteger.ONE);
    for (int i = 1; i < powers.length; i++) {
      powers[i] = times(powers[i - 1], base);
    }
    BigInteger power = powers[0];
    for (byte digits : exponent) {
      for (int shift = Byte.SIZE - window; shift >= 0; shift -= window) {
        for (int i = 0; i < window; i++) {
          power = times(power, power);
        }
        int digit = (digits >> shift) & (powers.length - 1);
        if (digit != 0) {
          power = times(power, powers[digit]);
        }
      }
    }
    return power;
  }

  private BigInteger times(BigInteger a, BigInteger b) {
    return reduced(product(a, b));
  }

  /**
   * {@code value mod modulus}, for a value below {@code 2^(2 bits)}: the quotient is 2 off at most.
   */
  private BigInteger reduced(BigInteger value) {
    BigInteger quotient = product(value.shiftRight(bits - 1), reciprocal).shiftRight(bits + 1);
    BigInteger rest = value.subtract(product(quotient, modulus));
    while (rest.compareTo(modulus) >= 0) {
      rest = rest.subtract(modulus);
    }
    return rest;
  }

  /**
   * {@code floor(2^(2 n) / number)} for a number of n bits: by Newton's method from that of its
   * upper half, which is wrong by a few units.
   */
  private BigInteger reciprocal(BigInteger number) {
    int n = number.bitLength();
    BigInteger one = BigInteger.ONE.shiftLeft(2 * n);
    if (n <= LEAF_BITS) {
      guard.run();
      return one.divide(number);
    }
    int lower = (n - 1) / 2 - 1;
    BigInteger guess = reciprocal(number.shiftRight(lower)).shiftLeft(lower);
    BigInteger error = one.subtract(product(number, guess));
    guess = guess.add(product(guess, error).shiftRight(2 * n));
    error = one.subtract(product(number, guess));
    while (error.signum() < 0) {
      guess = guess.subtract(BigInteger.ONE);
      error = error.add(number);
    }
    while (error.compareTo(number) >= 0) {
      guess = guess.add(BigInteger.ONE);
      error = error.subtract(number);
    }
    return guess;
  }

  /** The product of two numbers, one of which may be negative. */
  private BigInteger product(BigInteger a, BigInteger b) {
    if (b.signum() < 0) {
      return product(a, b.negate()).negate();
    }
    int longer = Math.max(a.bitLength(), b.bitLength());
    if (longer <= LEAF_BITS) {
      guard.run();
      return a.multiply(b);
    }
    int half = (longer + 1) / 2;
    BigInteger mask = BigInteger.ONE.shiftLeft(half).subtract(BigInteger.ONE);
    BigInteger aLow = a.and(mask);
    BigInteger aHigh = a.shiftRight(half);
    // BigInteger knows squares as products of one object.
    boolean isSquare = a.equals(b);
    BigInteger bLow = isSquare ? aLow : b.and(mask);
    BigInteger bHigh = isSquare ? aHigh : b.shiftRight(half);
    BigInteger low = product(aLow, bLow);
    BigInteger high = product(aHigh, bHigh);
    BigInteger aSum = aLow.add(aHigh);
    BigInteger middle = product(aSum, isSquare ? aSum : bLow.add(bHigh));
    middle = middle.subtract(low).subtract(high);
    return high.shiftLeft(half).add(middle).shiftLeft(half).add(low);
  }
}
