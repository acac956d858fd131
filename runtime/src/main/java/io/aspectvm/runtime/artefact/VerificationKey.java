package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key that artefacts are signed with, Ed25519. Its files are PEM with the label {@code
 * PUBLIC KEY}, of the X.509 encoding (RFC 8410). Equal by its bytes. Immutable, thread-safe.
 */
public final class VerificationKey {

  /** The X.509 encoding of any key of Ed25519, up to the key's own 32 bytes. */
  private static final byte[] X509_START = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final String LABEL = "PUBLIC KEY";

  private final byte[] bytes;
  private final PublicKey key;

  private VerificationKey(byte[] bytes, PublicKey key) {
    this.bytes = bytes;
    this.key = key;
  }

  /**
   * Reads a key from a PEM file.
   *
   * @throws IOException if the file cannot be read
   * @throws InvalidKeyException if it is no such key; the message is one line
   */
  public static VerificationKey read(Path file) throws IOException, InvalidKeyException {
    return parse(KeyFiles.read(file));
  }

  /**
   * Reads a key from the text of a PEM file.
   *
   * @throws InvalidKeyException as {@link #read}
   */
  public static VerificationKey parse(String pem) throws InvalidKeyException {
    byte[] encoded = Pem.read(LABEL, pem);
    int start = X509_START.length;
    if (encoded.length != start + Ed25519.PUBLIC_KEY_BYTES
        || !Arrays.equals(encoded, 0, start, X509_START, 0, start)) {
      throw new InvalidKeyException("a public key, but none of Ed25519");
    }
    return of(Arrays.copyOfRange(encoded, start, encoded.length));
  }

  /**
   * A key of 32 bytes, as RFC 8032 encodes it.
   *
   * @throws InvalidKeyException if these are none, or of a key that proves nothing
   */
  static VerificationKey of(byte[] bytes) throws InvalidKeyException {
    byte[] encoded = Arrays.copyOf(X509_START, X509_START.length + Ed25519.PUBLIC_KEY_BYTES);
    System.arraycopy(bytes, 0, encoded, X509_START.length, Ed25519.PUBLIC_KEY_BYTES);
    EdECPublicKey key;
    try {
      key = (EdECPublicKey) Ed25519.keys().generatePublic(new X509EncodedKeySpec(encoded));
    } catch (InvalidKeySpecException e) {
      throw new InvalidKeyException("no public key of Ed25519", e);
    }
    if (!Ed25519.isCanonical(key) || !Ed25519.isPoint(key)) {
      throw new InvalidKeyException("no public key of Ed25519");
    }
    if (Ed25519.isOfSmallOrder(key)) {
      throw new InvalidKeyException("a public key that anybody can sign for");
    }
    return new VerificationKey(bytes.clone(), key);
  }

  /**
   * Writes the key to a new PEM file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file; it is not touched
   * @throws IOException if writing fails; there is no file then
   */
  public void write(Path file) throws IOException {
    KeyFiles.write(file, toPem());
  }

  /** How texts name the key: its 32 bytes as RFC 8032 encodes them, in lower-case hex. */
  public String id() {
    return HexFormat.of().formatHex(bytes);
  }

  /** The text of the key's PEM file. */
  public String toPem() {
    byte[] encoded = Arrays.copyOf(X509_START, X509_START.length + bytes.length);
    System.arraycopy(bytes, 0, encoded, X509_START.length, bytes.length);
    return Pem.write(LABEL, encoded);
  }

  /** Not a copy: the caller must not change it. */
  byte[] bytes() {
    return bytes;
  }

  boolean verifies(byte[] message, byte[] signature) {
    return Ed25519.verify(key, message, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Ed25519 " + id();
  }
}
