package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is signed: these words, so that no signature made for anything else passes for one of an
 * artefact; the container's format; the key; and the digest of the manifest, which has the digests
 * of all other parts. Each has a fixed length.
 */
final class SignedContent {

  private static final byte[] DOMAIN =
      "aspectvm artefact signature 1\0".getBytes(StandardCharsets.US_ASCII);

  private SignedContent() {}

  /** The message that {@code signer} signs for an artefact with this manifest. */
  static byte[] of(VerificationKey signer, byte[] manifest) {
    byte[] digest = Digests.sha256(manifest);
    return ByteBuffer.allocate(
            DOMAIN.length + Integer.BYTES + Ed25519.PUBLIC_KEY_BYTES + digest.length)
        .put(DOMAIN)
        .putInt(ArtefactFormat.VERSION)
        .put(signer.bytes())
        .put(digest)
        .array();
  }
}
