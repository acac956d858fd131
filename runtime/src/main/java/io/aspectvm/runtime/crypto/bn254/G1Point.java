package io.aspectvm.runtime.crypto.bn254;

/**
 * A point of {@code y^2 = x^3 + 3}, which has prime order: every point is in the group. Jacobian
 * coordinates: {@code (x / z^2, y / z^3)}, infinity where z is zero. Immutable.
 */
record G1Point(Fp x, Fp y, Fp z) {

  static final G1Point INFINITY = new G1Point(Fp.ONE, Fp.ONE, Fp.ZERO);

  private static final Fp B = Fp.of(3);

  /** Bits of the scalar that one step of multiplication takes. */
  private static final int WINDOW = 4;

  /**
   * The point with these coordinates; (0, 0) is infinity.
   *
   * @return null if it is not on the curve
   */
  static G1Point of(Fp x, Fp y) {
    if (x.isZero() && y.isZero()) {
      return INFINITY;
    }
    boolean onCurve = y.square().equals(x.square().multiply(x).add(B));
    return onCurve ? new G1Point(x, y, Fp.ONE) : null;
  }

  boolean isInfinity() {
    return z.isZero();
  }

  G1Point twice() {
    Fp yy = y.square();
    Fp s = x.multiply(yy).twice().twice();
    Fp xx = x.square();
    Fp m = xx.twice().add(xx);
    Fp newX = m.square().subtract(s.twice());
    Fp newY = m.multiply(s.subtract(newX)).subtract(yy.square().twice().twice().twice());
    return new G1Point(newX, newY, y.multiply(z).twice());
  }

  G1Point add(G1Point other) {
    if (isInfinity()) {
      return other;
    }
    if (other.isInfinity()) {
      return this;
    }
    Fp zz = z.square();
    Fp otherZz = other.z.square();
    Fp u = x.multiply(otherZz);
    Fp s = y.multiply(otherZz).multiply(other.z);
    Fp h = other.x.multiply(zz).subtract(u);
    Fp r = other.y.multiply(zz).multiply(z).subtract(s);
    if (h.isZero()) {
      return r.isZero() ? twice() : INFINITY;
    }
    Fp hh = h.square();
    Fp hhh = h.multiply(hh);
    Fp v = u.multiply(hh);
    Fp newX = r.square().subtract(hhh).subtract(v.twice());
    Fp newY = r.multiply(v.subtract(newX)).subtract(s.multiply(hhh));
    return new G1Point(newX, newY, z.multiply(other.z).multiply(h));
  }

  /**
   * This point as often as a scalar says.
   *
   * @param scalar unsigned, big-endian, of any size
   */
  G1Point multiply(byte[] scalar) {
    G1Point[] multiples = new G1Point[1 << WINDOW];
    multiples[0] = INFINITY;
    for (int i = 1; i < multiples.length; i++) {
      multiples[i] = multiples[i - 1].add(this);
    }
    G1Point sum = INFINITY;
    for (byte digits : scalar) {
      sum = sum.times16().add(multiples[digits >> WINDOW & 0xF]);
      sum = sum.times16().add(multiples[digits & 0xF]);
    }
    return sum;
  }

  private G1Point times16() {
    return isInfinity() ? this : twice().twice().twice().twice();
  }

  /** The same point with z = 1, or infinity. */
  G1Point normalized() {
    if (isInfinity()) {
      return INFINITY;
    }
    Fp inverse = z.inverse();
    Fp square = inverse.square();
    return new G1Point(x.multiply(square), y.multiply(square).multiply(inverse), Fp.ONE);
  }
}
