package io.aspectvm.runtime.crypto.secp256k1;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** In Java, on Bouncy Castle's curve arithmetic. */
final class JavaRecovery implements PublicKeyRecovery {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final int WORD_BYTES = 32;

  @Override
  public byte[] recover(byte[] hash, byte[] signature, int parity) {
    BigInteger r = new BigInteger(1, signature, 0, WORD_BYTES);
    BigInteger s = new BigInteger(1, signature, WORD_BYTES, WORD_BYTES);
    if (!isScalar(r) || !isScalar(s)) {
      return null;
    }
    ECPoint point = point(signature, parity);
    if (point == null) {
      return null;
    }
    // The key is (s * point - hash * generator) / r.
    BigInteger inverse = r.modInverse(ORDER);
    BigInteger ofGenerator = new BigInteger(1, hash).negate().multiply(inverse).mod(ORDER);
    BigInteger ofPoint = s.multiply(inverse).mod(ORDER);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, point, ofPoint);
    return key.isInfinity() ? null : key.getEncoded(false);
  }

  private static boolean isScalar(BigInteger value) {
    return value.signum() > 0 && value.compareTo(ORDER) < 0;
  }

  private static ECPoint point(byte[] signature, int parity) {
    byte[] compressed = new byte[1 + WORD_BYTES];
    compressed[0] = (byte) (2 + parity);
    System.arraycopy(signature, 0, compressed, 1, WORD_BYTES);
    try {
      return CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
