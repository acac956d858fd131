package io.aspectvm.runtime.artefact;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Attributes to create files with that nobody but their owner may touch. Where the file system has
 * no POSIX permissions there are none: what the folder grants holds then.
 */
public final class OwnerOnly {

  private static final FileAttribute<?>[] NONE = {};

  private OwnerOnly() {}

  /** Read and write. */
  public static FileAttribute<?>[] file(Path file) {
    return attributes("rw-------", file);
  }

  /** Read, write and enter. */
  public static FileAttribute<?>[] directory(Path directory) {
    return attributes("rwx------", directory);
  }

  /** Whether the file system has POSIX permissions. */
  public static boolean isSupported(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(String permissions, Path file) {
    return isSupported(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }
}
