package io.aspectvm.runtime.artefact;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads artefacts, strictly: every length is checked against what is there before anything is
 * allocated for it, every digest is recomputed, a signature is verified, and a byte too many is as
 * wrong as one too few. Immutable, thread-safe.
 */
public final class ArtefactReader {

  /** Room for the largest module of profile {@code aspect} at its largest output. */
  public static final int DEFAULT_MAXIMUM_BYTES = 256 << 20;

  /** Memory that a decoded message with hardly anything in it takes, about. */
  private static final int BYTES_OF_MESSAGE = 64;

  private final int maximumBytes;
  private final Identity expected;

  /** A reader with the default limit that expects no particular identity. */
  public ArtefactReader() {
    this(DEFAULT_MAXIMUM_BYTES, Identity.getDefaultInstance());
  }

  /**
   * A reader.
   *
   * @param maximumBytes largest artefact that is read, in bytes
   * @param expected what the artefact must be made of: each field that is set must be the same
   *     there, otherwise it is stale
   */
  public ArtefactReader(int maximumBytes, Identity expected) {
    this.maximumBytes = maximumBytes;
    this.expected = expected;
  }

  /**
   * Whether bytes begin as an artefact does, sound or not.
   *
   * @param start of a file, 8 bytes or more
   */
  public static boolean isArtefact(byte[] start) {
    return start.length >= 8 && ByteBuffer.wrap(start).getLong() == ArtefactFormat.MAGIC;
  }

  /**
   * Reads a file, once: what is checked is what is returned.
   *
   * @throws IOException if the file cannot be read
   * @throws ArtefactException if it is refused
   */
  public CompiledModule read(Path file) throws IOException {
    return open(file).module();
  }

  /**
   * Reads an artefact; the array is not kept.
   *
   * @throws ArtefactException if it is refused
   */
  public CompiledModule read(byte[] artefact) {
    return open(artefact).module();
  }

  /**
   * Reads a file, once: what is checked is what is returned.
   *
   * @throws IOException if the file cannot be read
   * @throws ArtefactException if it is refused
   */
  public Artefact open(Path file) throws IOException {
    return open(readBytes(file));
  }

  /**
   * Reads an artefact; the array is not kept.
   *
   * @throws ArtefactException if it is refused
   */
  public Artefact open(byte[] artefact) {
    checkLength(artefact);
    Artefact opened = new ArtefactParser(maximumMessages()).parse(artefact);
    IdentityCheck.check(opened.module().manifest().getIdentity(), expected);
    return opened;
  }

  /**
   * All bytes of a file that begins like an artefact and is not too large, sound or not.
   *
   * @throws IOException if it cannot be read, or is no regular file: a pipe would have no end
   * @throws ArtefactException if it is none, or too large: then it was not read
   */
  byte[] readBytes(Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "no regular file");
    }
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      ByteBuffer start = ByteBuffer.allocate(Long.BYTES);
      Transfers.read(in, start);
      if (start.hasRemaining() || !isArtefact(start.array())) {
        throw foreign();
      }
      long size = in.size(); // Once: somebody may be writing to it.
      if (size > maximumBytes) {
        throw tooLarge(size);
      }
      ByteBuffer all = ByteBuffer.allocate((int) size);
      Transfers.read(in.position(0), all);
      // Shorter where somebody cuts it off at this moment.
      return Arrays.copyOf(all.array(), all.position());
    }
  }

  private void checkLength(byte[] artefact) {
    int length = claimedLength(artefact);
    if (artefact.length < length) {
      throw new ArtefactException(
          Kind.TRUNCATED, String.format(Locale.ROOT, "%d of %d bytes", artefact.length, length));
    }
    if (artefact.length > length) {
      throw new ArtefactException(Kind.DAMAGED, "bytes after the end");
    }
  }

  private int claimedLength(byte[] artefact) {
    if (!isArtefact(artefact)) {
      throw foreign();
    }
    if (artefact.length < ArtefactFormat.HEADER_BYTES) {
      throw new ArtefactException(Kind.TRUNCATED, artefact.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(artefact).position(Long.BYTES);
    int version = in.getInt();
    if (version != ArtefactFormat.VERSION) {
      throw new ArtefactException(
          Kind.UNKNOWN_VERSION,
          String.format(
              Locale.ROOT,
              "format version %s; this runtime reads %d",
              Integer.toUnsignedString(version),
              ArtefactFormat.VERSION));
    }
    long length = in.getLong();
    if (length < 0 || length > maximumBytes) {
      throw tooLarge(length);
    }
    if (length < ArtefactFormat.SMALLEST_BYTES) {
      throw new ArtefactException(Kind.DAMAGED, "a length of " + length + " bytes");
    }
    return (int) length;
  }

  /** So that a manifest takes about as much memory as the largest artefact, and no more. */
  int maximumMessages() {
    return maximumBytes / BYTES_OF_MESSAGE;
  }

  private static ArtefactException foreign() {
    return new ArtefactException(Kind.FOREIGN, "not an artefact");
  }

  private ArtefactException tooLarge(long length) {
    return new ArtefactException(
        Kind.TOO_LARGE,
        String.format(
            Locale.ROOT, "%s bytes, limit %d", Long.toUnsignedString(length), maximumBytes));
  }
}
