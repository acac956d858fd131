package io.aspectvm.runtime.artefact;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.ManifestCheck;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes an artefact apart that is as long as it says, and checks each part. Immutable. */
final class ArtefactParser {

  private final int maximumMessages;

  /**
   * A parser.
   *
   * @param maximumMessages messages in a manifest
   */
  ArtefactParser(int maximumMessages) {
    this.maximumMessages = maximumMessages;
  }

  /**
   * What is in an artefact of this format.
   *
   * @throws ArtefactException if a part is not what it should be
   */
  Artefact parse(byte[] artefact) {
    int end = artefact.length - ArtefactFormat.DIGEST_BYTES;
    byte[] digest = Arrays.copyOfRange(artefact, end, artefact.length);
    if (!Arrays.equals(digest, Digests.sha256(artefact, 0, end))) {
      throw damaged("the SHA-256 at its end is not that of the content");
    }
    ByteBuffer in = ByteBuffer.wrap(artefact, 0, end).slice();
    in.position(ArtefactFormat.HEADER_BYTES);
    byte[] manifest = part(in, "manifest");
    // First of all: a later format may have fields that are unknown here.
    ManifestParser.format(manifest).ifPresent(f -> check(() -> ManifestCheck.checkFormat(f)));
    CompiledModule module = module(new ManifestParser(maximumMessages).parse(manifest), in);
    byte[] signature = part(in, "signature");
    if (in.hasRemaining()) {
      throw damaged("bytes after the signature");
    }
    check(() -> ManifestCheck.check(module));
    return new Artefact(module, signer(signature, manifest), artefact.length);
  }

  private static CompiledModule module(Manifest manifest, ByteBuffer in) {
    byte[] wasm = part(in, "wasm");
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (ClassEntry entry : manifest.getClassesList()) {
      if (classes.put(entry.getName(), part(in, "class file")) != null) {
        throw damaged("two classes have the same name");
      }
    }
    return new CompiledModule(manifest, wasm, classes);
  }

  /**
   * The next part.
   *
   * @throws ArtefactException if there is none
   */
  static byte[] part(ByteBuffer in, String what) {
    if (in.remaining() < Integer.BYTES) {
      throw damaged("no room for a " + what);
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw damaged("a " + what + " is longer than the artefact");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void check(Runnable manifestCheck) {
    try {
      manifestCheck.run();
    } catch (UnloadableModuleException e) {
      boolean version = e.reason() == UnloadableModuleException.Reason.UNSUPPORTED_VERSION;
      throw new ArtefactException(version ? Kind.UNKNOWN_VERSION : Kind.DAMAGED, e.getMessage(), e);
    }
  }

  /**
   * Who signed a manifest.
   *
   * @param signature a part of the artefact, empty where nobody did
   * @throws ArtefactException if it is no signature of this manifest
   */
  static Optional<VerificationKey> signer(byte[] signature, byte[] manifest) {
    if (signature.length == 0) {
      return Optional.empty();
    }
    if (signature.length != ArtefactFormat.SIGNATURE_BYTES) {
      throw damaged("a signature of " + signature.length + " bytes");
    }
    int keyEnd = Ed25519.PUBLIC_KEY_BYTES;
    VerificationKey key;
    try {
      key = VerificationKey.of(Arrays.copyOf(signature, keyEnd));
    } catch (InvalidKeyException e) {
      throw new ArtefactException(
          Kind.BAD_SIGNATURE, "the key of its signature is " + e.getMessage(), e);
    }
    byte[] signed = Arrays.copyOfRange(signature, keyEnd, signature.length);
    if (!key.verifies(SignedContent.of(key, manifest), signed)) {
      throw new ArtefactException(
          Kind.BAD_SIGNATURE, "its signature is not one by " + key.id() + " of this content");
    }
    return Optional.of(key);
  }

  private static ArtefactException damaged(String message) {
    return new ArtefactException(Kind.DAMAGED, message);
  }
}
