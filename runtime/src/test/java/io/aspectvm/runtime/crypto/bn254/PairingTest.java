package io.aspectvm.runtime.crypto.bn254;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {

  private static final BigInteger N = G2Point.ORDER;

  /** The twist has this number of points for each one of the group. */
  private static final BigInteger COFACTOR = Fp.MODULUS.shiftLeft(1).subtract(N);

  private static final Runnable NO_GUARD = () -> {};
  private static final G1Point G1 = G1Point.of(Fp.ONE, Fp.of(2));

  /** The generator of EIP-197. */
  private static final G2Point G2 =
      new G2Point(
          fp2(
              "10857046999023057135944570762232829481370756359578518086990519993285655852781",
              "11559732032986387107991004021392285783925812861821192530917403151452391805634"),
          fp2(
              "8495653923123431417604973247489272438418190587263600148770280649306958101930",
              "4082367875863433681332203403145435568316851327593401208105741076214120093531"));

  private static Fp2 fp2(String real, String imaginary) {
    return new Fp2(Fp.of(new BigInteger(real)), Fp.of(new BigInteger(imaginary)));
  }

  static Fp12 power(Fp12 base, BigInteger exponent) {
    Fp12 result = Fp12.ONE;
    for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
      result = result.square();
      if (exponent.testBit(bit)) {
        result = result.multiply(base);
      }
    }
    return result;
  }

  private static Fp12 pairing(G1Point p, G2Point q) {
    return Pairing.finalExponentiation(miller(p, q));
  }

  private static Fp12 miller(G1Point p, G2Point q) {
    return Pairing.millerLoop(List.of(new Pairing.Pair(p.normalized(), q)), NO_GUARD);
  }

  private static G1Point times(long factor) {
    return G1.multiply(BigInteger.valueOf(factor).toByteArray()).normalized();
  }

  @Test
  void isBilinearAndNotDegenerate() {
    Fp12 e = pairing(G1, G2);
    assertNotEquals(Fp12.ONE, e);
    assertEquals(Fp12.ONE, power(e, N));
    assertEquals(power(e, BigInteger.valueOf(123_457)), pairing(times(123_457), G2));
    TwistPoint sum = TwistPoint.of(G2).twice().add(G2);
    Fp2 inverse = sum.z().inverse();
    G2Point thrice = new G2Point(sum.x().multiply(inverse), sum.y().multiply(inverse));
    assertTrue(thrice.isOnCurve() && thrice.isInGroup());
    assertEquals(power(e, BigInteger.valueOf(3)), pairing(G1, thrice));
    assertEquals(e.conjugate(), pairing(G1, G2.negate()));
  }

  /** The addition chain against plain exponentiation, for an element that is no Miller value. */
  @Test
  void finalExponentiationIsThePowerThatItSays() {
    Fp12 f = new Fp12(Fp6.ONE, new Fp6(Fp2.XI, Fp2.ONE, Fp2.XI.square()));
    BigInteger exponent = Fp.MODULUS.pow(12).subtract(BigInteger.ONE).divide(N);
    assertEquals(power(f, exponent), Pairing.finalExponentiation(f));
  }

  @Test
  void productsOfPairings() {
    Pairing.Pair one = new Pairing.Pair(times(6), G2);
    Pairing.Pair other = new Pairing.Pair(times(6), G2.negate());
    assertTrue(Pairing.isProductOne(List.of(), NO_GUARD));
    assertTrue(Pairing.isProductOne(List.of(one, other), NO_GUARD));
    assertFalse(Pairing.isProductOne(List.of(one, other, one), NO_GUARD));
  }

  /** The twist has p + (p - n) points for each one of the group, nearly all outside. */
  @Test
  void pointsOutsideTheGroupAreFound() {
    assertTrue(G2.isInGroup());
    for (G2Point point : pointsOfTheTwist(5)) {
      assertFalse(point.isInGroup());
      assertFalse(isInfinity(times(N, point)));
    }
  }

  private static List<G2Point> pointsOfTheTwist(int count) {
    List<G2Point> points = new ArrayList<>();
    for (long x = 1; points.size() < count; x++) {
      Fp2 candidate = new Fp2(Fp.of(x), Fp.of(x + 5));
      Fp2 y = squareRoot(candidate.square().multiply(candidate).add(G2Point.B));
      if (y != null) {
        points.add(new G2Point(candidate, y));
        assertTrue(points.get(points.size() - 1).isOnCurve());
      }
    }
    return points;
  }

  /** By the definition: a multiple of the cofactor is inside, a multiple of the order outside. */
  @Test
  void theGroupIsWhatItsOrderTakesToInfinity() {
    for (G2Point point : pointsOfTheTwist(5)) {
      ProjectiveTwistPoint inside = times(COFACTOR, point);
      assertTrue(isInfinity(times(N, affine(inside))));
      assertTrue(affine(inside).isInGroup());
      ProjectiveTwistPoint outside = times(N, point);
      assertTrue(isInfinity(times(COFACTOR, affine(outside))));
      assertFalse(affine(outside).isInGroup());
      assertFalse(affine(inside.add(outside)).isInGroup());
    }
  }

  /** Order 10069 is the smallest that there is: its multiples come to infinity on the way. */
  @Test
  void pointsOfSmallOrderAreOutside() {
    BigInteger small = BigInteger.valueOf(10_069);
    assertEquals(BigInteger.ZERO, COFACTOR.mod(small));
    ProjectiveTwistPoint point =
        times(N.multiply(COFACTOR.divide(small)), pointsOfTheTwist(1).get(0));
    assertFalse(isInfinity(point));
    assertTrue(isInfinity(times(small, affine(point))));
    assertFalse(affine(point).isInGroup());
    assertFalse(affine(point.add(ProjectiveTwistPoint.of(G2))).isInGroup());
  }

  /** What the test of the group relies on: see there. */
  @Test
  void theNormOfTheGroupsEquationIsPrimeToTheCofactor() {
    BigInteger p = Fp.MODULUS;
    BigInteger trace = p.add(BigInteger.ONE).subtract(N);
    BigInteger u = BigInteger.valueOf(Pairing.U);
    // Coefficients of 1, F, F^2, F^3; the map satisfies F^2 = trace * F - p.
    BigInteger[] equation = {u.add(BigInteger.ONE), u, u, u.multiply(BigInteger.TWO).negate()};
    for (int power = 3; power >= 2; power--) {
      equation[power - 1] = equation[power - 1].add(equation[power].multiply(trace));
      equation[power - 2] = equation[power - 2].subtract(equation[power].multiply(p));
    }
    BigInteger a = equation[0];
    BigInteger b = equation[1];
    BigInteger norm =
        a.multiply(a).add(a.multiply(b).multiply(trace)).add(b.multiply(b).multiply(p));
    assertEquals(BigInteger.ZERO, norm.mod(N));
    assertEquals(BigInteger.ONE, norm.gcd(COFACTOR));
  }

  private static ProjectiveTwistPoint times(BigInteger factor, G2Point point) {
    ProjectiveTwistPoint one = ProjectiveTwistPoint.of(point);
    ProjectiveTwistPoint sum = new ProjectiveTwistPoint(Fp2.ZERO, Fp2.ONE, Fp2.ZERO);
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.twice();
      if (factor.testBit(bit)) {
        sum = sum.add(one);
      }
    }
    return sum;
  }

  private static boolean isInfinity(ProjectiveTwistPoint point) {
    return point.z().isZero();
  }

  private static G2Point affine(ProjectiveTwistPoint point) {
    Fp2 inverse = point.z().inverse();
    return new G2Point(point.x().multiply(inverse), point.y().multiply(inverse));
  }

  /** By the complex method; null where there is none. */
  private static Fp2 squareRoot(Fp2 square) {
    BigInteger p = Fp.MODULUS;
    Fp2 power = square.power(p.subtract(BigInteger.valueOf(3)).shiftRight(2));
    Fp2 alpha = power.square().multiply(square);
    Fp2 root = power.multiply(square);
    Fp2 minusOne = Fp2.ONE.negate();
    Fp2 result =
        alpha.equals(minusOne)
            ? new Fp2(root.imaginary().negate(), root.real())
            : alpha.add(Fp2.ONE).power(p.subtract(BigInteger.ONE).shiftRight(1)).multiply(root);
    return result.square().equals(square) ? result : null;
  }

  @Test
  void scalarsWrapAroundTheOrder() {
    assertTrue(G1.multiply(N.toByteArray()).isInfinity());
    assertEquals(G1, G1.multiply(N.add(BigInteger.ONE).toByteArray()).normalized());
    byte[] largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE).toByteArray();
    BigInteger reduced = BigInteger.TWO.pow(256).subtract(BigInteger.ONE).mod(N);
    assertEquals(
        G1.multiply(reduced.toByteArray()).normalized(), G1.multiply(largest).normalized());
    G1Point opposite = new G1Point(G1.x(), G1.y().negate(), G1.z());
    assertTrue(G1.add(opposite).isInfinity());
    assertEquals(G1.twice().normalized(), G1.add(G1).normalized());
    assertEquals(G1, G1Point.INFINITY.add(G1));
  }
}
