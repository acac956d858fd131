package io.aspectvm.runtime.crypto.secp256k1;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;

/** Through libsecp256k1, about five times as fast as Java. */
final class NativeRecovery implements PublicKeyRecovery {

  private final Secp256k1 library;

  /**
   * @throws LinkageError if the library is absent
   * @throws RuntimeException if it does not load here
   */
  NativeRecovery() {
    library = Secp256k1.Companion.get();
  }

  @Override
  public byte[] recover(byte[] hash, byte[] signature, int parity) {
    try {
      return library.ecdsaRecover(signature, hash, parity);
    } catch (Secp256k1Exception e) {
      return null;
    }
  }
}
