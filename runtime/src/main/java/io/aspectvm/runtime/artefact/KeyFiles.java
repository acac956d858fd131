package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;

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
}
