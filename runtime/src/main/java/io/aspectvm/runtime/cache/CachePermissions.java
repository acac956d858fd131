package io.aspectvm.runtime.cache;

import io.aspectvm.runtime.artefact.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Whose a cache's directory is. Checked where the file system has POSIX permissions. */
final class CachePermissions {

  private CachePermissions() {}

  /**
   * Makes a directory where there is none, for its owner alone, and checks one that is there.
   *
   * @return the directory without links in its path, so that no link can be changed later
   * @throws IOException if it cannot be made, is no directory, or belongs to another user, or
   *     others can write to it
   */
  static Path prepare(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Files.createDirectories(directory, OwnerOnly.directory(directory));
    }
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new FileSystemException(directory.toString(), null, "no directory");
    }
    if (OwnerOnly.isSupported(real)) {
      check(real);
    }
    return real;
  }

  private static void check(Path directory) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        || attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
      throw new FileSystemException(
          directory.toString(), null, "others than its owner can write to it");
    }
    // Absent where the system cannot name the user.
    Optional<String> user = ProcessHandle.current().info().user();
    if (user.isPresent() && !attributes.owner().getName().equals(user.get())) {
      throw new FileSystemException(
          directory.toString(), null, "it belongs to " + attributes.owner().getName());
    }
  }
}
