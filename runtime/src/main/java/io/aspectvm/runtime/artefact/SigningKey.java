package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * A private key to sign artefacts with, Ed25519. Its files are PEM with the label {@code PRIVATE
 * KEY}, of the PKCS #8 encoding without password (RFC 8410), as {@code openssl genpkey -algorithm
 * ed25519} writes them too. No text of this class shows the key. Immutable, thread-safe.
 */
public final class SigningKey {

  private static final String LABEL = "PRIVATE KEY";

  private final PrivateKey key;
  private final VerificationKey verificationKey;

  private SigningKey(PrivateKey key, VerificationKey verificationKey) {
    this.key = key;
    this.verificationKey = verificationKey;
  }

  /** A new key, from the JDK's strongest source. */
  public static SigningKey generate() {
    KeyPair pair = Ed25519.generator().generateKeyPair();
    try {
      return of(pair.getPrivate());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("made here", e);
    }
  }

  /**
   * Reads a key from a PEM file.
   *
   * @throws IOException if the file cannot be read
   * @throws InvalidKeyException if it is no such key; the message is one line
   */
  public static SigningKey read(Path file) throws IOException, InvalidKeyException {
    return parse(KeyFiles.read(file));
  }

  /**
   * Reads a key from the text of a PEM file.
   *
   * @throws InvalidKeyException as {@link #read}
   */
  public static SigningKey parse(String pem) throws InvalidKeyException {
    byte[] encoded = Pem.read(LABEL, pem);
    try {
      return of(Ed25519.keys().generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException("a private key, but none of Ed25519", e);
    }
  }

  /** The public key is not in the file; the JDK does not compute it. */
  private static SigningKey of(PrivateKey key) throws InvalidKeyException {
    byte[] seed =
        ((EdECPrivateKey) key)
            .getBytes()
            .orElseThrow(() -> new InvalidKeyException("a private key that is not shown"));
    byte[] bytes = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    return new SigningKey(key, VerificationKey.of(bytes));
  }

  /**
   * Writes the key to a new PEM file that its owner alone can read.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file; it is not touched
   * @throws IOException if writing fails; there is no file then
   */
  public void write(Path file) throws IOException {
    KeyFiles.write(file, toPem(), OwnerOnly.file(file));
  }

  /** The public key that goes with it. */
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  /** The text of the key's PEM file: a secret. */
  public String toPem() {
    return Pem.write(LABEL, key.getEncoded());
  }

  byte[] sign(byte[] message) {
    return Ed25519.sign(key, message);
  }

  @Override
  public String toString() {
    return "private key of " + verificationKey;
  }
}
