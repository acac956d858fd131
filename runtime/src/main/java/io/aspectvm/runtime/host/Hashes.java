package io.aspectvm.runtime.host;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** The hash functions of the EVM. */
public final class Hashes {

  private Hashes() {}

  /** SHA-256, 32 bytes. */
  public static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Keccak-256 with the padding from before SHA-3 (0x01), 32 bytes. */
  public static byte[] keccak256(byte[] data) {
    return digest(new KeccakDigest(256), data);
  }

  /** RIPEMD-160, 20 bytes. */
  public static byte[] ripemd160(byte[] data) {
    return digest(new RIPEMD160Digest(), data);
  }

  private static byte[] digest(ExtendedDigest digest, byte[] data) {
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(data, 0, data.length);
    digest.doFinal(hash, 0);
    return hash;
  }
}
