package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.Digests;

/** Numbers of the container format; the layout is in the package's documentation. */
final class ArtefactFormat {

  /** {@code 89 A S P V M CR LF}. */
  static final long MAGIC = 0x89_41_53_50_56_4D_0D_0AL;

  static final int VERSION = 1;

  /** Magic, version and length. */
  static final int HEADER_BYTES = 8 + 4 + 8;

  static final int DIGEST_BYTES = Digests.SHA256_BYTES;

  /** Header, two empty parts and the digest. */
  static final int SMALLEST_BYTES = HEADER_BYTES + 4 + 4 + DIGEST_BYTES;

  private ArtefactFormat() {}
}
