package io.aspectvm.runtime.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** What a cache does to the disk, each of which can fail. */
interface FileOperations {

  /**
   * A file of the cache's directory.
   *
   * @param lastUsed modification time
   */
  record CacheFile(Path path, long bytes, FileTime lastUsed) {}

  /** A file while it is written. Its lock tells other processes that its writer lives. */
  interface NewFile extends Closeable {

    void write(byte[] content) throws IOException;

    /** Forces content and size to the disk. */
    void force() throws IOException;
  }

  /** The regular files in a directory, in no particular order. */
  List<CacheFile> list(Path directory) throws IOException;

  /**
   * All of a regular file.
   *
   * @param maximum bytes; more are read no further
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  byte[] read(Path file, int maximum) throws IOException;

  /** Makes a file that only its owner can read, locked while it is open. */
  NewFile create(Path file) throws IOException;

  /** Renames a file in one step, replacing another, and forces the directory to the disk. */
  void move(Path file, Path target) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Deletes a file that no living process is writing. Says whether it did. */
  boolean deleteOrphan(Path file);

  /** Notes that a file was used now. */
  void touch(Path file) throws IOException;
}
