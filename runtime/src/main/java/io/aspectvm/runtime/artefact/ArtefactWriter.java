package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes artefacts. */
public final class ArtefactWriter {

  private ArtefactWriter() {}

  /**
   * The artefact of a module, not signed: the same bytes for the same module, anywhere.
   *
   * @throws IllegalArgumentException if it would be 2 GiB or more
   */
  public static byte[] write(CompiledModule module) {
    return write(module, Digests.canonical(module.manifest()), new byte[0]);
  }

  /**
   * The artefact of a module, signed: the same bytes for the same module and key, anywhere.
   *
   * @throws IllegalArgumentException if it would be 2 GiB or more
   */
  public static byte[] write(CompiledModule module, SigningKey key) {
    byte[] manifest = Digests.canonical(module.manifest());
    VerificationKey signer = key.verificationKey();
    byte[] signature =
        ByteBuffer.allocate(ArtefactFormat.SIGNATURE_BYTES)
            .put(signer.bytes())
            .put(key.sign(SignedContent.of(signer, manifest)))
            .array();
    return write(module, manifest, signature);
  }

  private static byte[] write(CompiledModule module, byte[] manifest, byte[] signature) {
    ByteBuffer wasm = module.wasm();
    long length =
        ArtefactFormat.SMALLEST_BYTES
            + (long) manifest.length
            + wasm.remaining()
            + signature.length;
    for (String name : module.classNames()) {
      length += 4L + module.classFile(name).remaining();
    }
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("an artefact of " + length + " bytes");
    }
    ByteBuffer out = ByteBuffer.allocate((int) length);
    out.putLong(ArtefactFormat.MAGIC).putInt(ArtefactFormat.VERSION).putLong(length);
    out.putInt(manifest.length).put(manifest);
    out.putInt(wasm.remaining()).put(wasm);
    for (String name : module.classNames()) {
      ByteBuffer file = module.classFile(name);
      out.putInt(file.remaining()).put(file);
    }
    out.putInt(signature.length).put(signature);
    out.put(Digests.sha256(out.array(), 0, out.position()));
    return out.array();
  }

  /**
   * Writes the artefact of a module to a file, replacing it in one step: a reader sees the old file
   * or the new one.
   *
   * @throws IOException if that fails; the old file is then as it was
   */
  public static void write(CompiledModule module, Path file) throws IOException {
    replace(file, write(module));
  }

  /**
   * As {@link #write(CompiledModule, Path)}, signed.
   *
   * @throws IOException if that fails; the old file is then as it was
   */
  public static void write(CompiledModule module, SigningKey key, Path file) throws IOException {
    replace(file, write(module, key));
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    // Not createTempFile: its files are for their owner only.
    // No longer than a UUID: names have a longest length, and the file's may be of that.
    Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
