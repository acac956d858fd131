package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * An element of the base field, below the modulus, in Montgomery form: five limbs of 52 bits, least
 * significant first, hold {@code value * 2^260 mod p}. Limbs that short leave room to add up
 * products without looking after carries, and signed multiplication does. Immutable.
 */
final class Fp {

  /** The field's modulus. */
  static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");

  static final int BYTES = 32;

  private static final int LIMBS = 5;
  private static final int LIMB_BITS = 52;
  private static final long MASK = (1L << LIMB_BITS) - 1;
  private static final long[] P = toLimbs(MODULUS);

  /** -1/p mod 2^52. */
  private static final long REDUCTION =
      MODULUS.negate().modInverse(BigInteger.ONE.shiftLeft(LIMB_BITS)).longValue();

  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(LIMBS * LIMB_BITS);
  private static final Fp RADIX_SQUARED = new Fp(toLimbs(RADIX.multiply(RADIX).mod(MODULUS)));
  private static final Fp ONE_UNSCALED = new Fp(toLimbs(BigInteger.ONE));

  static final Fp ZERO = new Fp(new long[LIMBS]);
  static final Fp ONE = of(BigInteger.ONE);

  private final long[] limbs;

  private Fp(long[] limbs) {
    this.limbs = limbs;
  }

  /** The element of a value from 0 to the modulus less one. */
  static Fp of(BigInteger value) {
    return new Fp(toLimbs(value)).multiply(RADIX_SQUARED);
  }

  static Fp of(long value) {
    return of(BigInteger.valueOf(value));
  }

  private static long[] toLimbs(BigInteger value) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = value.shiftRight(i * LIMB_BITS).longValue() & MASK;
    }
    return limbs;
  }

  /** The value, from 0 to the modulus less one. */
  BigInteger value() {
    long[] plain = multiply(ONE_UNSCALED).limbs;
    BigInteger value = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      value = value.shiftLeft(LIMB_BITS).or(BigInteger.valueOf(plain[i]));
    }
    return value;
  }

  boolean isZero() {
    return (limbs[0] | limbs[1] | limbs[2] | limbs[3] | limbs[4]) == 0;
  }

  Fp add(Fp other) {
    long[] a = limbs;
    long[] b = other.limbs;
    return reduced(a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]);
  }

  Fp twice() {
    return add(this);
  }

  /** Limbs may be negative until they are reduced: carries keep the sign. */
  Fp subtract(Fp other) {
    long[] a = limbs;
    long[] b = other.limbs;
    return reduced(
        a[0] - b[0] + P[0],
        a[1] - b[1] + P[1],
        a[2] - b[2] + P[2],
        a[3] - b[3] + P[3],
        a[4] - b[4] + P[4]);
  }

  Fp negate() {
    return isZero() ? this : ZERO.subtract(this);
  }

  /**
   * The Montgomery product: in each round one limb of {@code other} times all of this, and the
   * multiple of p that makes the lowest limb zero. Product bits below 52 and from 52 on go to
   * neighbouring limbs; {@code multiplyHigh(a << 11, b << 1)} is {@code a * b >> 52}.
   */
  Fp multiply(Fp other) {
    long[] a = limbs;
    long t0 = 0;
    long t1 = 0;
    long t2 = 0;
    long t3 = 0;
    long t4 = 0;
    for (int i = 0; i < LIMBS; i++) {
      long b = other.limbs[i];
      t0 += a[0] * b & MASK;
      long q = t0 * REDUCTION & MASK;
      t0 += q * P[0] & MASK;
      long carry = (t0 >>> LIMB_BITS) + high(a[0], b) + high(q, P[0]);
      t0 = t1 + carry + (a[1] * b & MASK) + (q * P[1] & MASK);
      t1 = t2 + high(a[1], b) + high(q, P[1]) + (a[2] * b & MASK) + (q * P[2] & MASK);
      t2 = t3 + high(a[2], b) + high(q, P[2]) + (a[3] * b & MASK) + (q * P[3] & MASK);
      t3 = t4 + high(a[3], b) + high(q, P[3]) + (a[4] * b & MASK) + (q * P[4] & MASK);
      t4 = high(a[4], b) + high(q, P[4]);
    }
    return reduced(t0, t1, t2, t3, t4);
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a << 11, b << 1);
  }

  Fp square() {
    return multiply(this);
  }

  /** Carries, then takes p away once where the value, from 0 to 2p - 1, is not below it. */
  private static Fp reduced(long t0, long t1, long t2, long t3, long t4) {
    t1 += t0 >> LIMB_BITS;
    t2 += t1 >> LIMB_BITS;
    t3 += t2 >> LIMB_BITS;
    t4 += t3 >> LIMB_BITS;
    t0 &= MASK;
    t1 &= MASK;
    t2 &= MASK;
    t3 &= MASK;
    long u0 = t0 - P[0];
    long u1 = t1 - P[1] + (u0 >> LIMB_BITS);
    long u2 = t2 - P[2] + (u1 >> LIMB_BITS);
    long u3 = t3 - P[3] + (u2 >> LIMB_BITS);
    long u4 = t4 - P[4] + (u3 >> LIMB_BITS);
    if (u4 < 0) {
      return new Fp(new long[] {t0, t1, t2, t3, t4});
    }
    return new Fp(new long[] {u0 & MASK, u1 & MASK, u2 & MASK, u3 & MASK, u4});
  }

  /** The multiplicative inverse; the element must not be zero. */
  Fp inverse() {
    return of(value().modInverse(MODULUS));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fp && Arrays.equals(limbs, ((Fp) other).limbs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(limbs);
  }

  @Override
  public String toString() {
    return value().toString(16);
  }
}
