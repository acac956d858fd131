package io.aspectvm.runtime.crypto.bn254;

/** {@code a + b * v + c * v^2} with {@code v^3 = 9 + i}. Immutable. */
record Fp6(Fp2 a, Fp2 b, Fp2 c) {

  static final Fp6 ZERO = new Fp6(Fp2.ZERO, Fp2.ZERO, Fp2.ZERO);
  static final Fp6 ONE = new Fp6(Fp2.ONE, Fp2.ZERO, Fp2.ZERO);

  Fp6 add(Fp6 other) {
    return new Fp6(a.add(other.a), b.add(other.b), c.add(other.c));
  }

  Fp6 subtract(Fp6 other) {
    return new Fp6(a.subtract(other.a), b.subtract(other.b), c.subtract(other.c));
  }

  Fp6 negate() {
    return new Fp6(a.negate(), b.negate(), c.negate());
  }

  /** By six products (Karatsuba). */
  Fp6 multiply(Fp6 other) {
    Fp2 as = a.multiply(other.a);
    Fp2 bs = b.multiply(other.b);
    Fp2 cs = c.multiply(other.c);
    Fp2 ab = a.add(b).multiply(other.a.add(other.b)).subtract(as).subtract(bs);
    Fp2 ac = a.add(c).multiply(other.a.add(other.c)).subtract(as).subtract(cs);
    Fp2 bc = b.add(c).multiply(other.b.add(other.c)).subtract(bs).subtract(cs);
    return new Fp6(as.add(bc.timesXi()), ab.add(cs.timesXi()), ac.add(bs));
  }

  /** Times {@code x + y * v}. */
  Fp6 multiply(Fp2 x, Fp2 y) {
    Fp2 as = a.multiply(x);
    Fp2 bs = b.multiply(y);
    Fp2 ab = a.add(b).multiply(x.add(y)).subtract(as).subtract(bs);
    return new Fp6(as.add(c.multiply(y).timesXi()), ab, c.multiply(x).add(bs));
  }

  Fp6 scale(Fp2 factor) {
    return new Fp6(a.multiply(factor), b.multiply(factor), c.multiply(factor));
  }

  Fp6 square() {
    return multiply(this);
  }

  /** Times {@code v}. */
  Fp6 timesV() {
    return new Fp6(c.timesXi(), a, b);
  }

  /** The multiplicative inverse, through the norm to {@link Fp2}; not of zero. */
  Fp6 inverse() {
    Fp2 x = a.square().subtract(b.multiply(c).timesXi());
    Fp2 y = c.square().timesXi().subtract(a.multiply(b));
    Fp2 z = b.square().subtract(a.multiply(c));
    Fp2 norm = a.multiply(x).add(c.multiply(y).add(b.multiply(z)).timesXi()).inverse();
    return new Fp6(x.multiply(norm), y.multiply(norm), z.multiply(norm));
  }
}
