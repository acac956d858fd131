package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;

/**
 * Inverses modulo the field's modulus by division steps (Bernstein and Yang, "Fast constant-time
 * gcd computation and modular inversion", 2019), in their variable-time form: nothing here is
 * secret.
 *
 * <p>From {@code f = p, g = x, d = 0, e = 1}, steps make g smaller and keep {@code d x = f} and
 * {@code e x = g} modulo p; once g is 0, f is 1 or -1 and d the inverse but for its sign. A step
 * depends on the lowest bits alone, so that 30 of them are found on ints and then done to the large
 * numbers at once, as a matrix whose result can be divided by 2^30. Numbers are nine limbs of 30
 * bits, least significant first, the highest one with the sign. Confined to one thread.
 */
final class FieldInverse {

  private static final int LIMBS = 9;
  private static final int BITS = 30;
  private static final int MASK = (1 << BITS) - 1;
  private static final long[] MODULUS = limbs(Fp.MODULUS);

  /** 1/p modulo 2^30. */
  private static final int MODULUS_INVERSE =
      Fp.MODULUS.modInverse(BigInteger.ONE.shiftLeft(BITS)).intValue();

  private final long[] f = MODULUS.clone();
  private final long[] g;
  private final long[] d = new long[LIMBS];
  private final long[] e = new long[LIMBS];

  /** How far the steps are from swapping f and g: the paper's delta, less one half, negated. */
  private int eta = -1;

  // The matrix of the last steps: 2^30 times the new f and g are (u v; q r) times the old ones.
  private int u;
  private int v;
  private int q;
  private int r;

  private FieldInverse(long[] g) {
    this.g = g;
    e[0] = 1;
  }

  private static long[] limbs(BigInteger value) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = value.shiftRight(i * BITS).intValue() & MASK;
    }
    return limbs;
  }

  /**
   * The inverse.
   *
   * @param words of a value from 1 to the modulus less one: four of 64 bits, least significant
   *     first
   * @return the same of the inverse
   */
  static long[] of(long... words) {
    FieldInverse numbers = new FieldInverse(split(words));
    while (!isZero(numbers.g)) {
      numbers.findSteps();
      numbers.applyToResult();
      numbers.applyToOperands();
    }
    return join(numbers.result());
  }

  private static long[] split(long[] words) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      int word = (i * BITS) / Long.SIZE;
      int shift = (i * BITS) % Long.SIZE;
      long limb = words[word] >>> shift;
      if (shift > Long.SIZE - BITS && word + 1 < words.length) {
        limb |= words[word + 1] << (Long.SIZE - shift);
      }
      limbs[i] = limb & MASK;
    }
    return limbs;
  }

  private static long[] join(long[] limbs) {
    long[] words = new long[4];
    for (int i = 0; i < LIMBS; i++) {
      int word = (i * BITS) / Long.SIZE;
      int shift = (i * BITS) % Long.SIZE;
      words[word] |= limbs[i] << shift;
      if (shift > Long.SIZE - BITS && word + 1 < words.length) {
        words[word + 1] |= limbs[i] >>> (Long.SIZE - shift);
      }
    }
    return words;
  }

  private static boolean isZero(long[] limbs) {
    long any = 0;
    for (long limb : limbs) {
      any |= limb;
    }
    return any == 0;
  }

  /** Finds the matrix of the next 30 steps from the lowest bits of f and g. */
  private void findSteps() {
    int low = (int) f[0];
    int other = (int) g[0];
    int a = 1;
    int b = 0;
    int c = 0;
    int h = 1;
    int steps = BITS;
    while (true) {
      // As many halvings of g as it has zeros, but no more than there are steps left.
      int zeros = Integer.numberOfTrailingZeros(other | (-1 << steps));
      other >>>= zeros;
      a <<= zeros;
      b <<= zeros;
      eta -= zeros;
      steps -= zeros;
      if (steps == 0) {
        break;
      }
      if (eta < 0) {
        eta = -eta;
        int swapped = low;
        low = other;
        other = -swapped;
        swapped = a;
        a = c;
        c = -swapped;
        swapped = b;
        b = h;
        h = -swapped;
      }
      // The multiple of f that clears up to 6 bits of g: f (f^2 - 2) is -1/f modulo 64.
      int bits = Math.min(Math.min(eta + 1, steps), 6);
      int multiple = (low * other * (low * low - 2)) & ((1 << bits) - 1);
      other += low * multiple;
      c += a * multiple;
      h += b * multiple;
    }
    u = a;
    v = b;
    q = c;
    r = h;
  }

  private void applyToOperands() {
    long carryF = (u * f[0] + v * g[0]) >> BITS;
    long carryG = (q * f[0] + r * g[0]) >> BITS;
    for (int i = 1; i < LIMBS; i++) {
      carryF += u * f[i] + v * g[i];
      carryG += q * f[i] + r * g[i];
      f[i - 1] = carryF & MASK;
      g[i - 1] = carryG & MASK;
      carryF >>= BITS;
      carryG >>= BITS;
    }
    f[LIMBS - 1] = carryF;
    g[LIMBS - 1] = carryG;
  }

  /**
   * As above, with the multiples of p added that let 2^30 divide the sums; d and e stay in (-2p,
   * p).
   */
  private void applyToResult() {
    long signD = d[LIMBS - 1] >> (Long.SIZE - 1);
    long signE = e[LIMBS - 1] >> (Long.SIZE - 1);
    long carryD = u * d[0] + v * e[0];
    long carryE = q * d[0] + r * e[0];
    long multipleD = (u & signD) + (v & signE);
    long multipleE = (q & signD) + (r & signE);
    multipleD -= (MODULUS_INVERSE * carryD + multipleD) & MASK;
    multipleE -= (MODULUS_INVERSE * carryE + multipleE) & MASK;
    carryD = (carryD + MODULUS[0] * multipleD) >> BITS;
    carryE = (carryE + MODULUS[0] * multipleE) >> BITS;
    for (int i = 1; i < LIMBS; i++) {
      carryD += u * d[i] + v * e[i] + MODULUS[i] * multipleD;
      carryE += q * d[i] + r * e[i] + MODULUS[i] * multipleE;
      d[i - 1] = carryD & MASK;
      e[i - 1] = carryE & MASK;
      carryD >>= BITS;
      carryE >>= BITS;
    }
    d[LIMBS - 1] = carryD;
    e[LIMBS - 1] = carryE;
  }

  /** d, with the sign of f, from 0 to p - 1. */
  private long[] result() {
    addModulusIfNegative();
    if (f[LIMBS - 1] < 0) {
      for (int i = 0; i < LIMBS; i++) {
        d[i] = -d[i];
      }
      carry();
    }
    addModulusIfNegative();
    return d;
  }

  private void addModulusIfNegative() {
    if (d[LIMBS - 1] < 0) {
      for (int i = 0; i < LIMBS; i++) {
        d[i] += MODULUS[i];
      }
      carry();
    }
  }

  private void carry() {
    for (int i = 1; i < LIMBS; i++) {
      d[i] += d[i - 1] >> BITS;
      d[i - 1] &= MASK;
    }
  }
}
