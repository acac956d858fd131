package io.aspectvm.runtime.crypto.bn254;

/**
 * A finite point of the twist in homogeneous coordinates {@code (x / z, y / z)}, as the Miller loop
 * moves it along. Each step also gives the line that it drew: coefficients of 1, w and v * w, where
 * the first is to be scaled with the y, the second with the x of the other argument (Costello,
 * Lange, Naehrig 2010; Aranha et al. 2011). Immutable.
 */
record TwistPoint(Fp2 x, Fp2 y, Fp2 z, Line line) {

  /** A line through points of the twist, up to a factor that the final exponentiation removes. */
  record Line(Fp2 atY, Fp2 atX, Fp2 constant) {}

  private static final Fp2 B_THRICE = G2Point.B.thrice();

  static TwistPoint of(G2Point point) {
    return new TwistPoint(point.x(), point.y(), Fp2.ONE, null);
  }

  /** Twice the point, and the tangent. */
  TwistPoint twice() {
    Fp2 xy = x.multiply(y);
    Fp2 yy = y.square();
    Fp2 e = z.square().multiply(B_THRICE);
    Fp2 f = e.thrice();
    Fp2 h = y.multiply(z).twice();
    // Four times the usual coordinates, which saves halving.
    Fp2 newX = xy.multiply(yy.subtract(f)).twice();
    Fp2 newY = yy.add(f).square().subtract(e.square().thrice().twice().twice());
    Fp2 newZ = yy.multiply(h).twice().twice();
    Line tangent = new Line(h.negate(), x.square().thrice(), e.subtract(yy));
    return new TwistPoint(newX, newY, newZ, tangent);
  }

  /** The sum with another point, neither this one nor its opposite, and the line through both. */
  TwistPoint add(G2Point other) {
    Fp2 theta = y.subtract(other.y().multiply(z));
    Fp2 lambda = x.subtract(other.x().multiply(z));
    Fp2 square = lambda.square();
    Fp2 cube = lambda.multiply(square);
    Fp2 g = x.multiply(square);
    Fp2 h = cube.add(z.multiply(theta.square())).subtract(g.twice());
    Fp2 newX = lambda.multiply(h);
    Fp2 newY = theta.multiply(g.subtract(h)).subtract(cube.multiply(y));
    Fp2 constant = theta.multiply(other.x()).subtract(lambda.multiply(other.y()));
    return new TwistPoint(newX, newY, z.multiply(cube), new Line(lambda, theta.negate(), constant));
  }
}
