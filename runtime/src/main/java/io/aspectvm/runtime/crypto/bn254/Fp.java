package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;
import java.nio.ByteBuffer;

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
  private static final long P0 = limb(MODULUS, 0);
  private static final long P1 = limb(MODULUS, 1);
  private static final long P2 = limb(MODULUS, 2);
  private static final long P3 = limb(MODULUS, 3);
  private static final long P4 = limb(MODULUS, 4);

  /** -1/p mod 2^52. */
  private static final long REDUCTION =
      MODULUS.negate().modInverse(BigInteger.ONE.shiftLeft(LIMB_BITS)).longValue();

  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(LIMBS * LIMB_BITS);
  private static final Fp RADIX_SQUARED = unscaled(RADIX.pow(2).mod(MODULUS));
  private static final Fp RADIX_CUBED = unscaled(RADIX.pow(3).mod(MODULUS));
  private static final Fp ONE_UNSCALED = unscaled(BigInteger.ONE);

  static final Fp ZERO = unscaled(BigInteger.ZERO);
  static final Fp ONE = of(BigInteger.ONE);

  // Fields and not an array: one object for each element, and no bounds to check.
  private final long a0;
  private final long a1;
  private final long a2;
  private final long a3;
  private final long a4;

  private Fp(long a0, long a1, long a2, long a3, long a4) {
    this.a0 = a0;
    this.a1 = a1;
    this.a2 = a2;
    this.a3 = a3;
    this.a4 = a4;
  }

  /** The element of a value from 0 to the modulus less one. */
  static Fp of(BigInteger value) {
    return unscaled(value).multiply(RADIX_SQUARED);
  }

  static Fp of(long value) {
    return of(BigInteger.valueOf(value));
  }

  private static Fp unscaled(BigInteger value) {
    return new Fp(limb(value, 0), limb(value, 1), limb(value, 2), limb(value, 3), limb(value, 4));
  }

  private static long limb(BigInteger value, int i) {
    return value.shiftRight(i * LIMB_BITS).longValue() & MASK;
  }

  /** Limbs of a number in words of 64 bits, least significant first. */
  private static Fp unscaled(long w0, long w1, long w2, long w3) {
    return new Fp(
        w0 & MASK,
        ((w0 >>> 52) | (w1 << 12)) & MASK,
        ((w1 >>> 40) | (w2 << 24)) & MASK,
        ((w2 >>> 28) | (w3 << 36)) & MASK,
        w3 >>> 16);
  }

  /** The words of the limbs, as above. */
  private long[] words() {
    return new long[] {
      a0 | (a1 << 52), (a1 >>> 12) | (a2 << 40), (a2 >>> 24) | (a3 << 28), (a3 >>> 36) | (a4 << 16)
    };
  }

  /**
   * Reads an element.
   *
   * @param bytes big-endian, {@link #BYTES} from where the buffer stands
   * @return null if the value is not below the modulus
   */
  static Fp read(ByteBuffer bytes) {
    long w3 = bytes.getLong();
    long w2 = bytes.getLong();
    long w1 = bytes.getLong();
    Fp value = unscaled(bytes.getLong(), w1, w2, w3);
    boolean isBelow = value.equals(reduced(value.a0, value.a1, value.a2, value.a3, value.a4));
    return isBelow ? value.multiply(RADIX_SQUARED) : null;
  }

  /** Writes the value, big-endian, {@link #BYTES}. */
  void write(ByteBuffer bytes) {
    long[] words = multiply(ONE_UNSCALED).words();
    bytes.putLong(words[3]).putLong(words[2]).putLong(words[1]).putLong(words[0]);
  }

  /** The value, from 0 to the modulus less one. */
  BigInteger value() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    write(bytes);
    return new BigInteger(1, bytes.array());
  }

  boolean isZero() {
    return (a0 | a1 | a2 | a3 | a4) == 0;
  }

  Fp add(Fp other) {
    return reduced(a0 + other.a0, a1 + other.a1, a2 + other.a2, a3 + other.a3, a4 + other.a4);
  }

  Fp twice() {
    return add(this);
  }

  /** Limbs may be negative until they are reduced: carries keep the sign. */
  Fp subtract(Fp other) {
    return reduced(
        a0 - other.a0 + P0,
        a1 - other.a1 + P1,
        a2 - other.a2 + P2,
        a3 - other.a3 + P3,
        a4 - other.a4 + P4);
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
    long t0 = 0;
    long t1 = 0;
    long t2 = 0;
    long t3 = 0;
    long t4 = 0;
    long b = other.a0;
    long b1 = other.a1;
    long b2 = other.a2;
    long b3 = other.a3;
    for (int i = 0; i < LIMBS; i++) {
      t0 += a0 * b & MASK;
      long q = t0 * REDUCTION & MASK;
      t0 += q * P0 & MASK;
      long carry = (t0 >>> LIMB_BITS) + high(a0, b) + high(q, P0);
      t0 = t1 + carry + (a1 * b & MASK) + (q * P1 & MASK);
      t1 = t2 + high(a1, b) + high(q, P1) + (a2 * b & MASK) + (q * P2 & MASK);
      t2 = t3 + high(a2, b) + high(q, P2) + (a3 * b & MASK) + (q * P3 & MASK);
      t3 = t4 + high(a3, b) + high(q, P3) + (a4 * b & MASK) + (q * P4 & MASK);
      t4 = high(a4, b) + high(q, P4);
      b = b1;
      b1 = b2;
      b2 = b3;
      b3 = other.a4;
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
    long u0 = t0 - P0;
    long u1 = t1 - P1 + (u0 >> LIMB_BITS);
    long u2 = t2 - P2 + (u1 >> LIMB_BITS);
    long u3 = t3 - P3 + (u2 >> LIMB_BITS);
    long u4 = t4 - P4 + (u3 >> LIMB_BITS);
    // Whether the difference is negative is as good as random: no branch, but a mask.
    long keep = u4 >> (Long.SIZE - 1);
    long take = ~keep & MASK;
    return new Fp(
        (t0 & keep) | (u0 & take),
        (t1 & keep) | (u1 & take),
        (t2 & keep) | (u2 & take),
        (t3 & keep) | (u3 & take),
        (t4 & keep) | (u4 & take));
  }

  /**
   * The multiplicative inverse.
   *
   * @throws IllegalArgumentException of zero
   */
  Fp inverse() {
    if (isZero()) {
      throw new IllegalArgumentException("zero has no inverse");
    }
    long[] inverse = FieldInverse.of(words());
    // That of value * 2^260 lacks 2^260 twice, and the product takes one away.
    return unscaled(inverse[0], inverse[1], inverse[2], inverse[3]).multiply(RADIX_CUBED);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fp that
        && ((a0 ^ that.a0) | (a1 ^ that.a1) | (a2 ^ that.a2) | (a3 ^ that.a3) | (a4 ^ that.a4))
            == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a0 ^ a1 ^ a2 ^ a3 ^ a4);
  }

  @Override
  public String toString() {
    return value().toString(16);
  }
}
