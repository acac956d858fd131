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

  /**
   * Whether a point of the curve is in the group: the twist has other points too. With the
   * Frobenius map F, {@code (u + 1) Q + F(u Q) + F^2(u Q) = F^3(2 u Q)} holds for those of the
   * group, and for no others, as the norm of {@code (u + 1) + u F + u F^2 - 2 u F^3} has no factor
   * in common with the number of the other points (Dai, Lin, Zhao, Zhou 2023).
   */
  boolean isInGroup() {
    if (isInfinity()) {
      return true;
    }
    ProjectiveTwistPoint point = ProjectiveTwistPoint.of(this);
    ProjectiveTwistPoint multiple = point.multiply(Pairing.U);
    ProjectiveTwistPoint image = multiple.frobenius();
    ProjectiveTwistPoint sum = multiple.add(point).add(image).add(image.frobenius());
    return sum.isSame(multiple.twice().frobenius().frobenius().frobenius());
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
