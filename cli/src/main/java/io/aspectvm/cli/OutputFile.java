package io.aspectvm.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files in one step: a reader sees the old content or the new one, never a part. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Creates or replaces a file. Links stay links; what is no file, such as {@code /dev/null}, is
   * written to.
   *
   * @throws CommandException if that fails; an old file is then as it was
   */
  static void write(Path path, byte[] bytes) {
    try {
      if (Files.isDirectory(path)) {
        throw new CommandException(path + ": cannot be written, it is a folder");
      }
      boolean exists = Files.exists(path);
      if (exists && !Files.isRegularFile(path)) {
        Files.write(path, bytes, StandardOpenOption.WRITE);
      } else {
        replace(exists ? path.toRealPath() : path.toAbsolutePath(), bytes);
      }
    } catch (IOException e) {
      throw CommandException.of(path.toString(), "cannot be written", e);
    }
  }

  /**
   * Keeps a command from replacing what it reads.
   *
   * @param input that was read, {@code what} it is
   * @throws CommandException if the output would be the same file
   */
  static void requireOther(Path output, Path input, String what) {
    try {
      if (Files.exists(output) && Files.isSameFile(output, input)) {
        throw new CommandException(output + ": cannot be written, it is " + what);
      }
    } catch (IOException e) {
      throw CommandException.of(output.toString(), "cannot be written", e);
    }
  }

  private static void replace(Path target, byte[] bytes) throws IOException {
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(target.toString());
    }
    // Not createTempFile: its files are for their owner only.
    // No longer than a UUID: names have a longest length, and the output's may be of that.
    Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
