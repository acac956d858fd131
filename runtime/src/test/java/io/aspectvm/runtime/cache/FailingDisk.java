package io.aspectvm.runtime.cache;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A disk that fails at one operation, or is full from one operation on. A write that fails has
 * written half. Counts operations, so that a test can go through all of them.
 */
final class FailingDisk implements FileOperations {

  private final FileOperations disk = new DiskOperations();
  private final int failing;
  private final boolean full;
  private int operations;

  /**
   * A disk.
   *
   * @param failing number of the operation that fails, from 1 on; 0 for none
   * @param full whether all that take room fail from then on
   */
  FailingDisk(int failing, boolean full) {
    this.failing = failing;
    this.full = full;
  }

  /** Whether it came to the failure. */
  boolean hasFailed() {
    return failing > 0 && operations >= failing;
  }

  private boolean fails(boolean takesRoom) {
    operations++;
    return failing > 0 && (operations == failing || (full && takesRoom && operations > failing));
  }

  private void count(boolean takesRoom, Path file) throws IOException {
    if (fails(takesRoom)) {
      throw new FileSystemException(String.valueOf(file), null, "No space left on device");
    }
  }

  @Override
  public List<CacheFile> list(Path directory) throws IOException {
    count(false, directory);
    return disk.list(directory);
  }

  @Override
  public byte[] read(Path file, int maximum) throws IOException {
    count(false, file);
    return disk.read(file, maximum);
  }

  @Override
  public NewFile create(Path file) throws IOException {
    count(true, file);
    NewFile created = disk.create(file);
    return new NewFile() {
      @Override
      public void write(byte[] content) throws IOException {
        if (fails(true)) {
          created.write(Arrays.copyOf(content, content.length / 2));
          throw new FileSystemException(file.toString(), null, "No space left on device");
        }
        created.write(content);
      }

      @Override
      public void force() throws IOException {
        count(true, file);
        created.force();
      }

      @Override
      public void close() throws IOException {
        created.close();
        count(false, file);
      }
    };
  }

  @Override
  public void move(Path file, Path target) throws IOException {
    count(true, file);
    disk.move(file, target);
  }

  @Override
  public void delete(Path file) throws IOException {
    count(false, file);
    disk.delete(file);
  }

  @Override
  public boolean deleteOrphan(Path file) {
    return !fails(false) && disk.deleteOrphan(file);
  }

  @Override
  public void touch(Path file) throws IOException {
    count(true, file);
    disk.touch(file);
  }
}
