package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;

/** {@code a + b * w} with {@code w^2 = v}. Immutable. */
record Fp12(Fp6 a, Fp6 b) {

  static final Fp12 ONE = new Fp12(Fp6.ONE, Fp6.ZERO);

  /** {@code (9 + i)^(k * (p - 1) / 6)}, the factor of {@code w^k} under the Frobenius map. */
  private static final Fp2[] FROBENIUS = frobeniusFactors();

  private static Fp2[] frobeniusFactors() {
    BigInteger sixth = Fp.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(6));
    Fp2[] factors = new Fp2[6];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = Fp2.XI.power(sixth.multiply(BigInteger.valueOf(k)));
    }
    return factors;
  }

  /** The factor of {@code w^k} under the Frobenius map, k from 0 to 5. */
  static Fp2 frobeniusFactor(int k) {
    return FROBENIUS[k];
  }

  Fp12 multiply(Fp12 other) {
    Fp6 as = a.multiply(other.a);
    Fp6 bs = b.multiply(other.b);
    Fp6 sums = a.add(b).multiply(other.a.add(other.b));
    return new Fp12(as.add(bs.timesV()), sums.subtract(as).subtract(bs));
  }

  /** Times {@code x + (y + z * v) * w}: what a line through two points evaluates to. */
  Fp12 multiplyByLine(Fp2 x, Fp2 y, Fp2 z) {
    Fp6 as = a.scale(x);
    Fp6 bs = b.multiply(y, z);
    Fp6 sums = a.add(b).multiply(x.add(y), z);
    return new Fp12(as.add(bs.timesV()), sums.subtract(as).subtract(bs));
  }

  Fp12 square() {
    Fp6 product = a.multiply(b);
    Fp6 sums = a.add(b).multiply(a.add(b.timesV()));
    return new Fp12(sums.subtract(product).subtract(product.timesV()), product.add(product));
  }

  /** {@code a - b * w}; the inverse, where the norm to the sixth-degree field is 1. */
  Fp12 conjugate() {
    return new Fp12(a, b.negate());
  }

  /** The multiplicative inverse; the element must not be zero. */
  Fp12 inverse() {
    Fp6 norm = a.square().subtract(b.square().timesV()).inverse();
    return new Fp12(a.multiply(norm), b.multiply(norm).negate());
  }

  /** This to the power of p. */
  Fp12 frobenius() {
    return new Fp12(
        new Fp6(
            a.a().conjugate(),
            a.b().conjugate().multiply(FROBENIUS[2]),
            a.c().conjugate().multiply(FROBENIUS[4])),
        new Fp6(
            b.a().conjugate().multiply(FROBENIUS[1]),
            b.b().conjugate().multiply(FROBENIUS[3]),
            b.c().conjugate().multiply(FROBENIUS[5])));
  }

  /**
   * The square of an element whose order divides {@code p^4 - p^2 + 1} (Granger, Scott 2010), by
   * half as many products.
   */
  Fp12 cyclotomicSquare() {
    Pair first = Pair.square(a.a(), b.b());
    Pair second = Pair.square(b.a(), a.c());
    Pair third = Pair.square(a.b(), b.c());
    return new Fp12(
        new Fp6(
            thriceLessTwice(first.x, a.a()),
            thriceLessTwice(second.x, a.b()),
            thriceLessTwice(third.x, a.c())),
        new Fp6(
            thriceAndTwice(third.y.timesXi(), b.a()),
            thriceAndTwice(first.y, b.b()),
            thriceAndTwice(second.y, b.c())));
  }

  private static Fp2 thriceLessTwice(Fp2 three, Fp2 two) {
    return three.subtract(two).twice().add(three);
  }

  private static Fp2 thriceAndTwice(Fp2 three, Fp2 two) {
    return three.add(two).twice().add(three);
  }

  /** {@code x + y * w^3}, where the square of {@code w^3} is {@link Fp2#XI}. */
  private record Pair(Fp2 x, Fp2 y) {
    static Pair square(Fp2 x, Fp2 y) {
      Fp2 xx = x.square();
      Fp2 yy = y.square();
      return new Pair(xx.add(yy.timesXi()), x.add(y).square().subtract(xx).subtract(yy));
    }
  }

  /**
   * An element as in {@link #cyclotomicSquare} to the power of a positive number below 2^64 / 3. By
   * its non-adjacent form, since the inverse is the conjugate: digit {@code i} is the difference of
   * bits {@code i + 1} of three times the number and of the number.
   */
  Fp12 cyclotomicPower(long exponent) {
    long thrice = 3 * exponent;
    Fp12 inverse = conjugate();
    Fp12 result = ONE;
    for (long bit = Long.highestOneBit(thrice); bit > 1 || bit < 0; bit >>>= 1) {
      result = result.cyclotomicSquare();
      if ((thrice & bit & ~exponent) != 0) {
        result = result.multiply(this);
      } else if ((exponent & bit & ~thrice) != 0) {
        result = result.multiply(inverse);
      }
    }
    return result;
  }
}
