package io.aspectvm.runtime.artefact;

import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes artefacts. */
public final class ArtefactWriter {

  private ArtefactWriter() {}

  /**
   * The artefact of a module: the same bytes for the same module, anywhere.
   *
   * @throws IllegalArgumentException if it would be 2 GiB or more
   */
  public static byte[] write(CompiledModule module) {
    byte[] manifest = Digests.canonical(module.manifest());
    ByteBuffer wasm = module.wasm();
    long length = ArtefactFormat.SMALLEST_BYTES + (long) manifest.length + wasm.remaining();
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
    byte[] bytes = write(module);
    Path directory = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(directory, ".artefact", ".tmp");
    try {
      Files.write(temporary, bytes);
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
