package io.aspectvm.runtime.artefact;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;

/** Ed25519 (RFC 8032) as the JDK has it. */
final class Ed25519 {

  static final int PUBLIC_KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private static final String NAME = "Ed25519";

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The curve's d, -121665 / 121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121_665)
          .multiply(BigInteger.valueOf(121_666).modInverse(PRIME))
          .mod(PRIME);

  private Ed25519() {}

  static KeyFactory keys() {
    try {
      return KeyFactory.getInstance(NAME);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  static KeyPairGenerator generator() {
    try {
      return KeyPairGenerator.getInstance(NAME);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  private static Signature signature() {
    try {
      return Signature.getInstance(NAME);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(NoSuchAlgorithmException e) {
    return new IllegalStateException("every JDK from 15 on has Ed25519", e);
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    Signature signature = signature();
    try {
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of Ed25519", e);
    }
  }

  /** Whether a key is a point of the curve: the JDK makes keys of others too. */
  static boolean isPoint(PublicKey key) {
    try {
      signature().initVerify(key);
      return true;
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  /** Whether this is the key's signature; whatever is no signature at all is none of it. */
  static boolean verify(PublicKey key, byte[] message, byte[] signed) {
    if (signed.length != SIGNATURE_BYTES) {
      return false; // JDK 17 takes one byte more.
    }
    Signature signature = signature();
    try {
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key of Ed25519", e);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // Such as a point that is none, or a number beyond the group's order.
    }
  }

  /**
   * Whether a point is of order 1, 2, 4 or 8. For such a key somebody who does not know a private
   * key can make signatures that pass. With {@code -x^2 + y^2 = 1 + d x^2 y^2}, doubled three
   * times: {@code y^2 = 1}, {@code y = 0}, or {@code x^2 = -y^2}.
   */
  static boolean isOfSmallOrder(EdECPublicKey key) {
    EdECPoint point = key.getPoint();
    BigInteger y2 = point.getY().multiply(point.getY()).mod(PRIME);
    BigInteger orderEight =
        D.multiply(y2).multiply(y2).add(y2.shiftLeft(1)).subtract(BigInteger.ONE).mod(PRIME);
    return y2.signum() == 0 || y2.equals(BigInteger.ONE) || orderEight.signum() == 0;
  }

  /** Whether the encoding is the only one that its point has, but for points of small order. */
  static boolean isCanonical(EdECPublicKey key) {
    return key.getPoint().getY().compareTo(PRIME) < 0;
  }
}
