package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.Digests;

/** Numbers of the container format; the layout is in docs/artefact.md. */
final class ArtefactFormat {

  /** {@code 89 A S P V M CR LF}. */
  static final long MAGIC = 0x89_41_53_50_56_4D_0D_0AL;

  static final int VERSION = 2;

  /** Magic, version and length. */
  static final int HEADER_BYTES = 8 + 4 + 8;

  static final int DIGEST_BYTES = Digests.SHA256_BYTES;

  /** Public key and signature, where there is one. */
  static final int SIGNATURE_BYTES = Ed25519.PUBLIC_KEY_BYTES + Ed25519.SIGNATURE_BYTES;

  /** Header, three empty parts and the digest. */
  static final int SMALLEST_BYTES = HEADER_BYTES + 3 * 4 + DIGEST_BYTES;

  private ArtefactFormat() {}
}
