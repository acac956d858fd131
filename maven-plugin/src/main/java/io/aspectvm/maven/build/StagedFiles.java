package io.aspectvm.maven.build;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are written together: first all contents, in a folder of their own, then one move
 * after the other. Whatever fails while contents are written leaves every target as it was, each
 * target is the old file or the new one at any time, and nothing of a build that is killed gets
 * into a jar. Closing removes what was not moved.
 */
final class StagedFiles implements AutoCloseable {

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Path folder;
  private final Map<Path, Path> temporaries = new LinkedHashMap<>();

  /**
   * @param folder for what is not finished; best on the same file system as the targets
   */
  StagedFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes the content of a file that is to be created or replaced. */
  void stage(Path target, byte[] content) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(target.toString());
    }
    Files.createDirectories(target.getParent());
    Files.createDirectories(folder);
    Path temporary = folder.resolve(temporaryName());
    temporaries.put(target, temporary);
    Files.write(temporary, content);
  }

  /** Other processes have other names. Not createTempFile: its files are for their owner only. */
  private static String temporaryName() {
    return ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet() + ".tmp";
  }

  /** Puts all files in place. */
  void commit() throws IOException {
    for (Map.Entry<Path, Path> file : temporaries.entrySet()) {
      replace(file.getValue(), file.getKey());
    }
  }

  private static void replace(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // Another file system: copied beside the target first.
      Path beside = target.resolveSibling("." + target.getFileName() + ".tmp");
      Files.move(temporary, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path temporary : temporaries.values()) {
      Files.deleteIfExists(temporary);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else's are there.
    }
  }
}
