package io.aspectvm.runtime.artefact;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.Digests;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The wasm in an artefact that cannot be used as it is. In all versions of the format it follows
 * the manifest, which follows the header, and the manifest has its digest (docs/artefact.md).
 *
 * @param wasm the one that the manifest names
 * @param signer who signed the manifest, if that can still be told
 */
record WasmInside(byte[] wasm, Optional<VerificationKey> signer) {

  /**
   * Looks for the wasm.
   *
   * @param artefact sound or not, of any version
   * @return empty where there is none that the manifest vouches for
   */
  static Optional<WasmInside> find(byte[] artefact, int maximumMessages) {
    if (!ArtefactReader.isArtefact(artefact) || artefact.length < ArtefactFormat.HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(artefact).position(ArtefactFormat.HEADER_BYTES);
    try {
      byte[] manifest = ArtefactParser.part(in, "manifest");
      byte[] wasm = ArtefactParser.part(in, "wasm");
      if (!isNamed(wasm, new ManifestParser(maximumMessages).parse(manifest))) {
        return Optional.empty();
      }
      return Optional.of(new WasmInside(wasm, signer(artefact, manifest)));
    } catch (ArtefactException e) {
      return Optional.empty();
    }
  }

  private static boolean isNamed(byte[] wasm, Manifest manifest) {
    ByteString digest = ByteString.copyFrom(Digests.sha256(wasm));
    return digest.equals(manifest.getWasmSha256())
        && digest.equals(manifest.getIdentity().getWasmSha256())
        && ByteString.copyFrom(Digests.identity(manifest.getIdentity()))
            .equals(manifest.getIdentityDigest());
  }

  /** The signature has its place at the end, so that class files of any length may be damaged. */
  private static Optional<VerificationKey> signer(byte[] artefact, byte[] manifest) {
    ByteBuffer in = ByteBuffer.wrap(artefact);
    if (in.getInt(Long.BYTES) != ArtefactFormat.VERSION) {
      return Optional.empty(); // What is signed has the version in it.
    }
    int end = artefact.length - ArtefactFormat.DIGEST_BYTES;
    int start = end - ArtefactFormat.SIGNATURE_BYTES;
    if (start < Integer.BYTES || in.getInt(start - Integer.BYTES) != end - start) {
      return Optional.empty();
    }
    try {
      return ArtefactParser.signer(Arrays.copyOfRange(artefact, start, end), manifest);
    } catch (ArtefactException e) {
      if (e.kind() != Kind.BAD_SIGNATURE) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
