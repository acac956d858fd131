package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;

/**
 * A point of the twist {@code y^2 = x^3 + 3 / (9 + i)}, affine; infinity where both coordinates are
 * zero. Immutable.
 */
record G2Point(Fp2 x, Fp2 y) {

  /** Order of the groups. */
  static final BigInteger ORDER =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /** Coefficient of the twist. */
  static final Fp2 B = Fp2.XI.inverse().scale(Fp.of(3));

  boolean isInfinity() {
    return x.isZero() && y.isZero();
  }

  boolean isOnCurve() {
    return isInfinity() || y.square().equals(x.square().multiply(x).add(B));
  }

  /** Whether the order takes a point of the curve to infinity: the twist has other points too. */
  boolean isInGroup() {
    if (isInfinity()) {
      return true;
    }
    // The order less one gives the opposite point. Up to there no sum on the way is infinity or
    // meets a point with the same x, unless the point has a smaller order: then z becomes zero
    // and stays so, and the comparison fails.
    TwistPoint sum = TwistPoint.of(this);
    for (int bit = ORDER.bitLength() - 2; bit >= 0; bit--) {
      sum = sum.twice();
      if (bit > 0 && ORDER.testBit(bit)) {
        sum = sum.add(this);
      }
    }
    return sum.isOpposite(this);
  }

  G2Point negate() {
    return new G2Point(x, y.negate());
  }

  /** The image under the Frobenius map of the curve that the twist belongs to. */
  G2Point frobenius() {
    return new G2Point(
        x.conjugate().multiply(Fp12.frobeniusFactor(2)),
        y.conjugate().multiply(Fp12.frobeniusFactor(3)));
  }
}
