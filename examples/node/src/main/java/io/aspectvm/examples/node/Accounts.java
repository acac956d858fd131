package io.aspectvm.examples.node;

import fr.acinq.secp256k1.Secp256k1;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.verification.VerificationPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Who takes part. */
final class Accounts {

  /** Deploys everything, and owns it. */
  static final ByteKey OWNER = address("owner");

  /** Lets a session key send for it. */
  static final ByteKey HOLDER = address("holder");

  /** Is blocked by the guard. */
  static final ByteKey MALLORY = address("mallory");

  private static final byte[] SESSION_KEY = word("session key").bytes();
  private static final byte RECOVERY_BASE = 27;

  private Accounts() {}

  /** An ordinary sender. */
  static ByteKey user(int number) {
    return address("user " + number);
  }

  static ByteKey address(String name) {
    return ByteKey.address(word(name).bytes());
  }

  private static ByteKey word(String name) {
    return ByteKey.of(Hashes.keccak256(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** The address of the session key. */
  static ByteKey sessionKey() {
    return addressOf(Secp256k1.get().pubkeyCreate(SESSION_KEY));
  }

  private static ByteKey addressOf(byte[] publicKey) {
    byte[] point = Arrays.copyOfRange(publicKey, publicKey.length - 64, publicKey.length);
    byte[] hash = Hashes.keccak256(point);
    return ByteKey.of(Arrays.copyOfRange(hash, hash.length - ByteKey.ADDRESS_BYTES, hash.length));
  }

  /**
   * Data of a transaction without signature, signed by the session key for the holder as the aspect
   * {@code session} wants it.
   */
  static byte[] sessionData(ByteKey contract, long nonce, byte[] callData) {
    byte[] hash =
        Hashes.keccak256(
            ByteBuffer.allocate(2 * ByteKey.ADDRESS_BYTES + Long.BYTES + callData.length)
                .put(contract.bytes())
                .put(HOLDER.bytes())
                .putLong(nonce)
                .put(callData)
                .array());
    byte[] signature = Secp256k1.get().sign(hash, SESSION_KEY);
    byte[] validation =
        ByteBuffer.allocate(ByteKey.ADDRESS_BYTES + 1 + signature.length)
            .put(HOLDER.bytes())
            .put((byte) (RECOVERY_BASE + recoveryId(signature, hash)))
            .put(signature)
            .array();
    return new VerificationPayload(validation, callData).encode();
  }

  private static int recoveryId(byte[] signature, byte[] hash) {
    byte[] key = Secp256k1.get().pubkeyCreate(SESSION_KEY);
    return Arrays.equals(key, Secp256k1.get().ecdsaRecover(signature, hash, 0)) ? 0 : 1;
  }
}
