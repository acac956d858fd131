package io.aspectvm.cli;

import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.artefact.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;

/** Files of keys that the command line names. */
final class KeyOptions {

  private KeyOptions() {}

  private interface Reader<T> {
    T read(Path file) throws IOException, InvalidKeyException;
  }

  /**
   * Reads a private key.
   *
   * @throws CommandException if the file cannot be read, or holds no such key
   */
  static SigningKey signingKey(Path file) {
    return read(file, SigningKey::read);
  }

  /**
   * Reads a public key.
   *
   * @throws CommandException if the file cannot be read, or holds no such key
   */
  static VerificationKey verificationKey(Path file) {
    return read(file, VerificationKey::read);
  }

  private static <T> T read(Path file, Reader<T> reader) {
    if (Files.isDirectory(file)) {
      throw new CommandException(file + ": cannot be read, it is a folder");
    }
    try {
      return reader.read(file);
    } catch (InvalidKeyException e) {
      throw new CommandException(file + ": key refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommandException.of(file.toString(), "cannot be read", e);
    }
  }
}
