package io.aspectvm.runtime.artefact;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.code.Digests;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of an artefact, to change them and put them together again with the right length and
 * the right digest at the end, as somebody would who has the documentation of the format.
 */
final class Parts {

  byte[] manifest;
  byte[] wasm;
  final List<byte[]> classes = new ArrayList<>();
  byte[] signature;

  Parts(byte[] artefact) {
    ByteBuffer in = ByteBuffer.wrap(artefact, 0, artefact.length - ArtefactFormat.DIGEST_BYTES);
    in.position(ArtefactFormat.HEADER_BYTES);
    List<byte[]> all = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] part = new byte[in.getInt()];
      in.get(part);
      all.add(part);
    }
    manifest = all.get(0);
    wasm = all.get(1);
    classes.addAll(all.subList(2, all.size() - 1));
    signature = all.get(all.size() - 1);
  }

  Manifest manifest() {
    try {
      return Manifest.parseFrom(manifest);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  Parts change(Consumer<Manifest.Builder> change) {
    Manifest.Builder changed = manifest().toBuilder();
    change.accept(changed);
    manifest = Digests.canonical(changed.build());
    return this;
  }

  /** Signs the manifest as it is now. */
  Parts sign(SigningKey key) {
    byte[] signed = key.sign(SignedContent.of(key.verificationKey(), manifest));
    signature =
        ByteBuffer.allocate(ArtefactFormat.SIGNATURE_BYTES)
            .put(key.verificationKey().bytes())
            .put(signed)
            .array();
    return this;
  }

  byte[] join() {
    List<byte[]> all = new ArrayList<>(List.of(manifest, wasm));
    all.addAll(classes);
    all.add(signature);
    int length = ArtefactFormat.HEADER_BYTES + ArtefactFormat.DIGEST_BYTES;
    for (byte[] part : all) {
      length += Integer.BYTES + part.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putLong(ArtefactFormat.MAGIC).putInt(ArtefactFormat.VERSION).putLong(length);
    for (byte[] part : all) {
      out.putInt(part.length).put(part);
    }
    return sealed(out.array());
  }

  /** The same bytes with the right digest at their end. */
  static byte[] sealed(byte[] artefact) {
    int end = artefact.length - ArtefactFormat.DIGEST_BYTES;
    byte[] sealed = artefact.clone();
    byte[] digest = Digests.sha256(sealed, 0, end);
    System.arraycopy(digest, 0, sealed, end, digest.length);
    return sealed;
  }

  /** Where a part begins, in an artefact that has {@link #join} made. */
  static int find(byte[] artefact, byte[] part) {
    for (int i = 0; i <= artefact.length - part.length; i++) {
      if (Arrays.equals(artefact, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
