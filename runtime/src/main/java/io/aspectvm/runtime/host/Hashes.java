package io.aspectvm.runtime.host;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** The hash functions of the EVM. */
public final class Hashes {

  /** Hashed in a few milliseconds, by the slowest of them. */
  static final int PIECE_BYTES = 1 << 20;

  private static final Runnable NOBODY = () -> {};

  private Hashes() {}

  /** SHA-256, 32 bytes. */
  public static byte[] sha256(byte[] data) {
    return sha256(data, NOBODY);
  }

  /**
   * SHA-256, 32 bytes.
   *
   * @param guard run before every {@value #PIECE_BYTES} bytes; what it throws ends the computation
   */
  public static byte[] sha256(byte[] data, Runnable guard) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      inPieces(data, guard, digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Keccak-256 with the padding from before SHA-3 (0x01), 32 bytes. */
  public static byte[] keccak256(byte[] data) {
    return keccak256(data, NOBODY);
  }

  /** As {@link #keccak256(byte[])}, with a guard as of {@link #sha256(byte[], Runnable)}. */
  public static byte[] keccak256(byte[] data, Runnable guard) {
    return digest(new KeccakDigest(256), data, guard);
  }

  /** RIPEMD-160, 20 bytes, with a guard as of {@link #sha256(byte[], Runnable)}. */
  public static byte[] ripemd160(byte[] data, Runnable guard) {
    return digest(new RIPEMD160Digest(), data, guard);
  }

  private static byte[] digest(ExtendedDigest digest, byte[] data, Runnable guard) {
    inPieces(data, guard, digest::update);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static void inPieces(byte[] data, Runnable guard, Update update) {
    for (int start = 0; start < data.length; start += PIECE_BYTES) {
      guard.run();
      update.accept(data, start, Math.min(PIECE_BYTES, data.length - start));
    }
  }

  /** Takes some of the bytes of an array. */
  @FunctionalInterface
  private interface Update {
    void accept(byte[] data, int start, int length);
  }
}
