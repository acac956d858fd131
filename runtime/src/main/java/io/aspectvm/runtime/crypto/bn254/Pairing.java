package io.aspectvm.runtime.crypto.bn254;

import java.math.BigInteger;
import java.util.List;

/**
 * The optimal ate pairing (Vercauteren 2010), for products of pairings: one Miller loop squares for
 * all pairs, and one final exponentiation ends it.
 */
final class Pairing {

  /** The curve's parameter u. */
  static final long U = 4965661367192848881L;

  /** 6u + 2, of 65 bits. */
  private static final BigInteger LOOP =
      BigInteger.valueOf(U).multiply(BigInteger.valueOf(6)).add(BigInteger.TWO);

  /** The arguments of one pairing; neither is infinity, and the first has z = 1. */
  record Pair(G1Point first, G2Point second) {}

  private Pairing() {}

  /** Whether the product of the pairings is 1. */
  static boolean isProductOne(List<Pair> pairs, Runnable guard) {
    return pairs.isEmpty() || finalExponentiation(millerLoop(pairs, guard)).equals(Fp12.ONE);
  }

  static Fp12 millerLoop(List<Pair> pairs, Runnable guard) {
    TwistPoint[] points =
        pairs.stream().map(pair -> TwistPoint.of(pair.second())).toArray(TwistPoint[]::new);
    Fp12 f = Fp12.ONE;
    for (int bit = LOOP.bitLength() - 2; bit >= 0; bit--) {
      f = f.square();
      for (int i = 0; i < points.length; i++) {
        guard.run();
        points[i] = points[i].twice();
        f = times(f, points[i].line(), pairs.get(i).first());
      }
      if (LOOP.testBit(bit)) {
        for (int i = 0; i < points.length; i++) {
          points[i] = points[i].add(pairs.get(i).second());
          f = times(f, points[i].line(), pairs.get(i).first());
        }
      }
    }
    for (int i = 0; i < points.length; i++) {
      G2Point image = pairs.get(i).second().frobenius();
      TwistPoint sum = points[i].add(image);
      f = times(f, sum.line(), pairs.get(i).first());
      sum = sum.add(image.frobenius().negate());
      f = times(f, sum.line(), pairs.get(i).first());
    }
    return f;
  }

  private static Fp12 times(Fp12 f, TwistPoint.Line line, G1Point at) {
    return f.multiplyByLine(line.atY().scale(at.y()), line.atX().scale(at.x()), line.constant());
  }

  /** To the power of {@code (p^12 - 1) / n}. */
  static Fp12 finalExponentiation(Fp12 f) {
    // (p^6 - 1)(p^2 + 1): from here on the conjugate is the inverse.
    Fp12 g = f.conjugate().multiply(f.inverse());
    g = g.frobenius().frobenius().multiply(g);
    return hardPart(g);
  }

  /**
   * To the power of {@code (p^4 - p^2 + 1) / n}, written in powers of p and u (Scott, Benger,
   * Charlemagne, Dominguez Perez, Kachisa 2009): {@code y0 y1^2 y2^6 y3^12 y4^18 y5^30 y6^36}, by
   * their addition chain.
   */
  private static Fp12 hardPart(Fp12 g) {
    Fp12 gp = g.frobenius();
    Fp12 gpp = gp.frobenius();
    Fp12 gu = g.cyclotomicPower(U);
    Fp12 guu = gu.cyclotomicPower(U);
    Fp12 guuu = guu.cyclotomicPower(U);
    Fp12 y0 = gp.multiply(gpp).multiply(gpp.frobenius());
    Fp12 y1 = g.conjugate();
    Fp12 y2 = guu.frobenius().frobenius();
    Fp12 y3 = gu.frobenius().conjugate();
    Fp12 y4 = gu.multiply(guu.frobenius()).conjugate();
    Fp12 y5 = guu.conjugate();
    Fp12 y6 = guuu.multiply(guuu.frobenius()).conjugate();
    Fp12 s = y6.cyclotomicSquare().multiply(y4).multiply(y5);
    Fp12 t = y3.multiply(y5).multiply(s);
    s = s.multiply(y2);
    t = t.cyclotomicSquare().multiply(s).cyclotomicSquare();
    s = t.multiply(y1);
    t = t.multiply(y0);
    return s.cyclotomicSquare().multiply(t);
  }
}
