package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;

/** {@code real + imaginary * i} with {@code i^2 = -1}. Immutable. */
record Fp2(Fp real, Fp imaginary) {

  static final Fp2 ZERO = new Fp2(Fp.ZERO, Fp.ZERO);
  static final Fp2 ONE = new Fp2(Fp.ONE, Fp.ZERO);

  /** {@code 9 + i}, neither a square nor a cube: the upper fields adjoin its roots. */
  static final Fp2 XI = new Fp2(Fp.of(9), Fp.ONE);

  boolean isZero() {
    return real.isZero() && imaginary.isZero();
  }

  Fp2 add(Fp2 other) {
    return new Fp2(real.add(other.real), imaginary.add(other.imaginary));
  }

  Fp2 subtract(Fp2 other) {
    return new Fp2(real.subtract(other.real), imaginary.subtract(other.imaginary));
  }

  Fp2 negate() {
    return new Fp2(real.negate(), imaginary.negate());
  }

  Fp2 twice() {
    return new Fp2(real.twice(), imaginary.twice());
  }

  Fp2 thrice() {
    return twice().add(this);
  }

  Fp2 conjugate() {
    return new Fp2(real, imaginary.negate());
  }

  /** By three products (Karatsuba). */
  Fp2 multiply(Fp2 other) {
    Fp reals = real.multiply(other.real);
    Fp imaginaries = imaginary.multiply(other.imaginary);
    Fp sums = real.add(imaginary).multiply(other.real.add(other.imaginary));
    return new Fp2(reals.subtract(imaginaries), sums.subtract(reals).subtract(imaginaries));
  }

  Fp2 scale(Fp factor) {
    return new Fp2(real.multiply(factor), imaginary.multiply(factor));
  }

  Fp2 square() {
    Fp product = real.multiply(imaginary);
    return new Fp2(real.add(imaginary).multiply(real.subtract(imaginary)), product.twice());
  }

  /** Times {@link #XI}. */
  Fp2 timesXi() {
    return new Fp2(nine(real).subtract(imaginary), nine(imaginary).add(real));
  }

  private static Fp nine(Fp value) {
    return value.twice().twice().twice().add(value);
  }

  /** The multiplicative inverse; the element must not be zero. */
  Fp2 inverse() {
    Fp norm = real.square().add(imaginary.square()).inverse();
    return new Fp2(real.multiply(norm), imaginary.multiply(norm).negate());
  }

  /** This to a power of 0 or more. */
  Fp2 power(BigInteger exponent) {
    Fp2 result = ONE;
    for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
      result = result.square();
      if (exponent.testBit(bit)) {
        result = result.multiply(this);
      }
    }
    return result;
  }
}
