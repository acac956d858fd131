package io.aspectvm.runtime.store;

import io.aspectvm.runtime.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.CRC32C;

/**
 * The file that says what a store is and how far it got; who holds its lock owns the store.
 *
 * <pre>
 * offset  bytes
 *      0     16  name of the format, with its version
 *     16     32  slot 0: commits (8), RocksDB's manifest: number (8), length (8), checksum (4);
 *                CRC-32C of all that (4)
 *     48     32  slot 1
 * </pre>
 *
 * Notes go into the slots in turn, so that a write that is cut short leaves the one before. A note
 * follows the commit and is not forced to the disk: it may be behind, never ahead. A database that
 * is behind its note has lost blocks, which a log that was cut off would otherwise hide.
 */
final class HeadFile implements AutoCloseable {

  private static final byte[] FORMAT = "aspectvm-store 1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FORMAT_NAME = "aspectvm-store".getBytes(StandardCharsets.US_ASCII);
  private static final int SLOTS = 2;
  private static final int SLOT_BYTES = 32;
  private static final int FILE_BYTES = FORMAT.length + SLOTS * SLOT_BYTES;

  private final Path file;
  private final FileChannel channel;
  private final Note latest;
  private int slot;

  private HeadFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    lock();
    latest = read();
  }

  /** Opens the file, or makes it where there is none. */
  static HeadFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      return new HeadFile(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // this process has it
    }
    throw new StoreException(
        Reason.IN_USE, "the store in " + file.getParent() + " is open elsewhere", null);
  }

  private Note read() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(FILE_BYTES);
    int length = 0;
    for (int count = 0; count >= 0 && content.hasRemaining(); length += Math.max(count, 0)) {
      count = channel.read(content, length);
    }
    if (length == 0) {
      writeNew();
      return Note.NONE;
    }
    requireFormat(content.array());
    Note newest = null;
    for (int i = 0; i < SLOTS; i++) {
      Note note = Note.read(content.slice(FORMAT.length + i * SLOT_BYTES, SLOT_BYTES));
      if (note != null && (newest == null || !newest.isAfter(note))) {
        newest = note;
        slot = i;
      }
    }
    if (newest == null) {
      throw new StoreException(Reason.DAMAGED, file + " is damaged: no valid slot", null);
    }
    return newest;
  }

  private void requireFormat(byte[] content) {
    if (!Arrays.equals(content, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
      boolean ours =
          Arrays.equals(content, 0, FORMAT_NAME.length, FORMAT_NAME, 0, FORMAT_NAME.length);
      throw new StoreException(
          Reason.WRONG_FORMAT,
          file + (ours ? " is of another version of the format" : " is no store of this program"),
          null);
    }
  }

  private void writeNew() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(FILE_BYTES).put(FORMAT).put(Note.NONE.bytes());
    writeFully(content.rewind(), 0);
    channel.force(true);
  }

  private void writeFully(ByteBuffer content, long offset) throws IOException {
    long position = offset;
    while (content.hasRemaining()) {
      position += channel.write(content, position);
    }
  }

  /** What was noted last when the file was opened. */
  Note latest() {
    return latest;
  }

  /** Notes how far the store got. */
  void note(Note note) throws IOException {
    slot = (slot + 1) % SLOTS;
    writeFully(note.bytes(), FORMAT.length + slot * SLOT_BYTES);
  }

  /** Forces what was noted to the disk and gives the lock back. */
  @Override
  public void close() throws IOException {
    try (FileChannel closing = channel) {
      closing.force(true);
    }
  }

  /**
   * How far a store got.
   *
   * @param commits 0 or more
   */
  record Note(long commits, RocksManifest.Note manifest) {

    static final Note NONE = new Note(0, RocksManifest.Note.NONE);

    /** Null where there is none. */
    static Note read(ByteBuffer slot) {
      if (checksum(slot) != slot.getInt(SLOT_BYTES - Integer.BYTES)) {
        return null;
      }
      return new Note(
          slot.getLong(), new RocksManifest.Note(slot.getLong(), slot.getLong(), slot.getInt()));
    }

    ByteBuffer bytes() {
      ByteBuffer slot =
          ByteBuffer.allocate(SLOT_BYTES)
              .putLong(commits)
              .putLong(manifest.number())
              .putLong(manifest.length())
              .putInt(manifest.checksum());
      return slot.putInt(checksum(slot)).rewind();
    }

    private static int checksum(ByteBuffer slot) {
      CRC32C crc = new CRC32C();
      crc.update(slot.slice(0, SLOT_BYTES - Integer.BYTES));
      return (int) crc.getValue();
    }

    private boolean isAfter(Note other) {
      return Comparator.comparingLong(Note::commits)
              .thenComparingLong(note -> note.manifest.number())
              .thenComparingLong(note -> note.manifest.length())
              .compare(this, other)
          > 0;
    }
  }
}
