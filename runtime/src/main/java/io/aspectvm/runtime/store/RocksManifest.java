package io.aspectvm.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The file in which RocksDB lists its tables: it only grows, and now and then a new one takes its
 * place. A list that was cut off at its end is taken by RocksDB for a shorter list, the tables of
 * the rest are deleted and nobody is told; so a store notes how long the list was, and its
 * checksum. Not thread-safe.
 */
final class RocksManifest {

  private static final String PREFIX = "MANIFEST-";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path database;
  private final CRC32C checksum = new CRC32C();
  private long number;
  private long length;

  RocksManifest(Path database) {
    this.database = database;
  }

  /**
   * A state of the list.
   *
   * @param number of the file; later files have greater ones; 0 for none
   * @param length in bytes
   * @param checksum CRC-32C of the bytes
   */
  record Note(long number, long length, int checksum) {

    static final Note NONE = new Note(0, 0, 0);
  }

  /** The list as it is now. Other threads of RocksDB may be adding to it. */
  Note now() throws IOException {
    while (true) {
      long current = currentNumber();
      try {
        readOn(current, Long.MAX_VALUE);
        return new Note(number, length, (int) checksum.getValue());
      } catch (NoSuchFileException e) {
        if (currentNumber() == current) {
          throw e;
        }
      }
    }
  }

  /** Whether the list has everything that was noted, or a later one took its place. */
  boolean has(Note noted) throws IOException {
    long current = currentNumber();
    if (current != noted.number || current == 0) {
      return current >= noted.number;
    }
    try {
      readOn(current, noted.length);
    } catch (NoSuchFileException e) {
      return false;
    }
    return length == noted.length && (int) checksum.getValue() == noted.checksum;
  }

  /** 0 where there is none, or it cannot be told. */
  private long currentNumber() throws IOException {
    Path current = database.resolve("CURRENT");
    String name =
        Files.exists(current) ? Files.readString(current, StandardCharsets.ISO_8859_1).strip() : "";
    String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  /** Reads what was not read before, up to a length. */
  private void readOn(long current, long limit) throws IOException {
    if (current != number) {
      number = current;
      length = 0;
      checksum.reset();
    }
    try (FileChannel file =
        FileChannel.open(database.resolve(PREFIX + String.format(Locale.ROOT, "%06d", number)))) {
      long end = Math.min(file.size(), limit);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, end - length));
      while (length < end) {
        int count =
            file.read(
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - length)), length);
        if (count < 0) {
          return;
        }
        checksum.update(buffer.flip());
        length += count;
      }
    }
  }
}
