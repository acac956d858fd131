package io.aspectvm.runtime.crypto.bn254;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {

  private static final BigInteger N = G2Point.ORDER;
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

  /** The twist has p + (p - n) points more for each one of the group, nearly all outside. */
  @Test
  void pointsOutsideTheGroupAreFound() {
    assertTrue(G2.isInGroup());
    int found = 0;
    for (long x = 1; found < 5; x++) {
      Fp2 candidate = new Fp2(Fp.of(x), Fp.of(x + 5));
      Fp2 y = squareRoot(candidate.square().multiply(candidate).add(G2Point.B));
      if (y != null) {
        G2Point point = new G2Point(candidate, y);
        assertTrue(point.isOnCurve());
        assertFalse(point.isInGroup());
        found++;
      }
    }
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
