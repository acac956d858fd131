package io.aspectvm.runtime.crypto.bn254;

/**
 * Any point of the twist in homogeneous coordinates {@code (x / z, y / z)}, infinity where z is
 * zero. Its sums have no exceptions (Renes, Costello, Batina 2016, algorithms 7 and 9): the twist
 * has an odd number of points. Immutable.
 */
record ProjectiveTwistPoint(Fp2 x, Fp2 y, Fp2 z) {

  private static final Fp2 B_THRICE = G2Point.B.thrice();

  /** A finite point. */
  static ProjectiveTwistPoint of(G2Point point) {
    return new ProjectiveTwistPoint(point.x(), point.y(), Fp2.ONE);
  }

  ProjectiveTwistPoint add(ProjectiveTwistPoint other) {
    Fp2 xx = x.multiply(other.x);
    Fp2 yy = y.multiply(other.y);
    Fp2 bzz = z.multiply(other.z).multiply(B_THRICE);
    Fp2 xy = x.multiply(other.y).add(y.multiply(other.x));
    Fp2 yz = y.multiply(other.z).add(z.multiply(other.y));
    Fp2 bxz = x.multiply(other.z).add(z.multiply(other.x)).multiply(B_THRICE);
    Fp2 xxThrice = xx.thrice();
    Fp2 sum = yy.add(bzz);
    Fp2 difference = yy.subtract(bzz);
    return new ProjectiveTwistPoint(
        xy.multiply(difference).subtract(yz.multiply(bxz)),
        difference.multiply(sum).add(bxz.multiply(xxThrice)),
        sum.multiply(yz).add(xxThrice.multiply(xy)));
  }

  ProjectiveTwistPoint twice() {
    Fp2 yy = y.square();
    Fp2 bzz = z.square().multiply(B_THRICE);
    Fp2 difference = yy.subtract(bzz.thrice());
    Fp2 yyEightTimes = yy.twice().twice().twice();
    return new ProjectiveTwistPoint(
        difference.multiply(x).multiply(y).twice(),
        difference.multiply(yy.add(bzz)).add(bzz.multiply(yyEightTimes)),
        y.multiply(z).multiply(yyEightTimes));
  }

  /** This point as often as a positive number says. */
  ProjectiveTwistPoint multiply(long factor) {
    ProjectiveTwistPoint sum = this;
    for (long bit = Long.highestOneBit(factor) >>> 1; bit != 0; bit >>>= 1) {
      sum = sum.twice();
      if ((factor & bit) != 0) {
        sum = sum.add(this);
      }
    }
    return sum;
  }

  /** See {@link G2Point#frobenius}. */
  ProjectiveTwistPoint frobenius() {
    return new ProjectiveTwistPoint(
        x.conjugate().multiply(Fp12.frobeniusFactor(2)),
        y.conjugate().multiply(Fp12.frobeniusFactor(3)),
        z.conjugate());
  }

  /** Whether both are the same point; coordinates have a common factor each. */
  boolean isSame(ProjectiveTwistPoint other) {
    return x.multiply(other.z).equals(other.x.multiply(z))
        && y.multiply(other.z).equals(other.y.multiply(z))
        && z.isZero() == other.z.isZero();
  }
}
