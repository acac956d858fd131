package io.aspectvm.runtime.cache;

import io.aspectvm.runtime.cache.CacheEvent.Kind;
import io.aspectvm.runtime.cache.FileOperations.CacheFile;
import io.aspectvm.runtime.cache.FileOperations.NewFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The files of a cache. An entry is {@code <identity>.aspect}; what is being written has a name of
 * its own that ends in {@code .tmp}, and becomes an entry in one step. Files of other names are
 * left alone. Several processes may use one directory: there is no moment at which an entry is not
 * whole.
 */
final class CacheDirectory {

  private static final String ENTRY = ".aspect";
  private static final Pattern ENTRY_NAME = Pattern.compile("[0-9a-f]{64}\\.aspect");
  private static final Pattern TEMPORARY_NAME =
      Pattern.compile("[0-9a-f]{64}\\.[0-9a-f-]{36}\\.[0-9]+\\.tmp");

  /**
   * Names of this process's files. By its locks a process cannot tell its own files from dead ones.
   */
  private static final String PROCESS = UUID.randomUUID().toString();

  private static final AtomicLong FILES = new AtomicLong();

  /** One is enough but for a process that takes this one for dead between two system calls. */
  private static final int ATTEMPTS = 3;

  private final Path directory;
  private final FileOperations files;
  private final long maximumBytes;
  private final int maximumEntries;

  CacheDirectory(Path directory, FileOperations files, long maximumBytes, int maximumEntries) {
    this.directory = directory;
    this.files = files;
    this.maximumBytes = maximumBytes;
    this.maximumEntries = maximumEntries;
  }

  private Path entry(String identity) {
    return directory.resolve(identity + ENTRY);
  }

  /** The bytes of an entry, whatever they are; empty where there is none. */
  Optional<byte[]> read(String identity, int maximum) throws IOException {
    try {
      return Optional.of(files.read(entry(identity), maximum));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Makes an entry the one used last, if that can be done. */
  void touch(String identity) {
    try {
      files.touch(entry(identity));
    } catch (IOException e) {
      // Such as one that was deleted just now. What was read is whole all the same.
    }
  }

  /**
   * Writes an entry, replacing one that is there.
   *
   * @throws IOException if that fails; the old entry is as it was then
   */
  void write(String identity, byte[] content) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        write(newTemporary(identity), entry(identity), content);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void write(Path temporary, Path entry, byte[] content) throws IOException {
    try (NewFile file = files.create(temporary)) {
      file.write(content);
      file.force();
      // While it is locked, so that nobody takes it for dead before it is an entry.
      files.move(temporary, entry);
    } catch (IOException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private void deleteAfter(IOException failure, Path temporary) {
    try {
      files.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Path newTemporary(String identity) {
    return directory.resolve(identity + "." + PROCESS + "." + FILES.incrementAndGet() + ".tmp");
  }

  /**
   * Deletes what dead processes left, and the entries used longest ago until there is room for
   * another. Other processes do so too: entries may go that need not have.
   *
   * @param identity of the other entry; one that is there will be replaced
   * @param bytes of it, at most the maximum
   * @param deleted takes an event for each file that goes
   */
  void makeRoom(String identity, long bytes, List<CacheEvent> deleted) throws IOException {
    List<CacheFile> entries = new ArrayList<>();
    long total = bytes;
    for (CacheFile file : files.list(directory)) {
      String name = file.path().getFileName().toString();
      if (isLeft(name) && files.deleteOrphan(file.path())) {
        deleted.add(new CacheEvent(Kind.CLEANED, identity(name)));
      } else if (TEMPORARY_NAME.matcher(name).matches()) {
        total += file.bytes();
      } else if (ENTRY_NAME.matcher(name).matches() && !identity(name).equals(identity)) {
        entries.add(file);
        total += file.bytes();
      }
    }
    entries.sort(Comparator.comparing(CacheFile::lastUsed).thenComparing(CacheFile::path));
    int count = entries.size() + 1;
    for (CacheFile entry : entries) {
      if (total <= maximumBytes && count <= maximumEntries) {
        break;
      }
      files.delete(entry.path());
      deleted.add(new CacheEvent(Kind.EVICTED, identity(entry.path().getFileName().toString())));
      total -= entry.bytes();
      count--;
    }
  }

  private static boolean isLeft(String name) {
    return TEMPORARY_NAME.matcher(name).matches() && !name.contains(PROCESS);
  }

  private static String identity(String name) {
    return name.substring(0, name.indexOf('.'));
  }
}
