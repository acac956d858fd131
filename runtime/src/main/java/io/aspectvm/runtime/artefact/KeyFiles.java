package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.InvalidKeyException;
import java.util.Set;

/** Files of keys: small. */
final class KeyFiles {

  /** A file of one key has about 120 bytes. */
  private static final int MAXIMUM_BYTES = 8 << 10;

  private KeyFiles() {}

  static String read(Path file) throws IOException, InvalidKeyException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
      if (bytes.length > MAXIMUM_BYTES) {
        throw new InvalidKeyException(
            "no PEM file of a key: more than " + MAXIMUM_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** Writes a new file. */
  static void write(Path file, String pem, FileAttribute<?>... attributes) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, attributes)) {
      Transfers.write(ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII)), channel);
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw e; // Not ours to delete.
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
