package io.aspectvm.runtime.crypto.secp256k1;

import java.math.BigInteger;

/**
 * Recovers the public key from an ECDSA signature over secp256k1 (SEC 1, section 4.1.6). All
 * implementations give the same results for all inputs. Stateless, thread-safe.
 */
public interface PublicKeyRecovery {

  /** Order of the curve's group. */
  BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** Bytes of the signed hash. */
  int HASH_BYTES = 32;

  /** Bytes of a signature: r, then s, big-endian. */
  int SIGNATURE_BYTES = 64;

  /** Bytes of an uncompressed public key: 4, x, y. */
  int KEY_BYTES = 65;

  /**
   * Recovers a key.
   *
   * @param hash {@link #HASH_BYTES}
   * @param signature {@link #SIGNATURE_BYTES}; s may be high
   * @param parity 0 or 1: whether the y of the point r stands for is odd; its x is r itself
   * @return {@link #KEY_BYTES}, or null where there is no key: r or s is 0 or not below the order,
   *     r is no point's x, or the key would be infinity
   */
  byte[] recover(byte[] hash, byte[] signature, int parity);

  /** The fastest that this JVM has: native code where its library is there and loads. */
  static PublicKeyRecovery fastest() {
    return Fastest.INSTANCE;
  }

  /** Chosen once, when first asked for. */
  final class Fastest {

    private static final PublicKeyRecovery INSTANCE = choose();

    private Fastest() {}

    private static PublicKeyRecovery choose() {
      try {
        return new NativeRecovery();
      } catch (LinkageError | RuntimeException e) {
        // The library is optional, and not built for every platform.
        return new JavaRecovery();
      }
    }
  }
}
