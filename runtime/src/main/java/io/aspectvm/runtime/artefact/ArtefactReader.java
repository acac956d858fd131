package io.aspectvm.runtime.artefact;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.ManifestCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads artefacts, strictly: every length is checked against what is there before anything is
 * allocated for it, every digest is recomputed, and a byte too many is as wrong as one too few.
 * Immutable, thread-safe.
 */
public final class ArtefactReader {

  /** Room for the largest module of profile {@code aspect} at its largest output. */
  public static final int DEFAULT_MAXIMUM_BYTES = 256 << 20;

  private final int maximumBytes;
  private final Identity expected;

  /** A reader with the default limit that expects no particular identity. */
  public ArtefactReader() {
    this(DEFAULT_MAXIMUM_BYTES, Identity.getDefaultInstance());
  }

  /**
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
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(ArtefactFormat.HEADER_BYTES);
      int length = checkHeader(header);
      byte[] rest = in.readNBytes(length - header.length + 1);
      byte[] all = Arrays.copyOf(header, header.length + rest.length);
      System.arraycopy(rest, 0, all, header.length, rest.length);
      return read(all);
    }
  }

  /**
   * Reads an artefact; the array is not kept.
   *
   * @throws ArtefactException if it is refused
   */
  public CompiledModule read(byte[] artefact) {
    int length = checkHeader(artefact);
    if (artefact.length < length) {
      throw new ArtefactException(
          Kind.TRUNCATED, String.format(Locale.ROOT, "%d of %d bytes", artefact.length, length));
    }
    if (artefact.length > length) {
      throw damaged("bytes after the end");
    }
    int end = length - ArtefactFormat.DIGEST_BYTES;
    byte[] digest = Arrays.copyOfRange(artefact, end, length);
    if (!Arrays.equals(digest, Digests.sha256(artefact, 0, end))) {
      throw damaged("the SHA-256 at its end is not that of the content");
    }
    ByteBuffer in = ByteBuffer.wrap(artefact, 0, end).slice();
    in.position(ArtefactFormat.HEADER_BYTES);
    CompiledModule module = module(in);
    check(module);
    return module;
  }

  /** Checks the first bytes, as far as they are there; gives the length that they claim. */
  private int checkHeader(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 8 || in.getLong() != ArtefactFormat.MAGIC) {
      throw new ArtefactException(Kind.FOREIGN, "not an artefact");
    }
    if (bytes.length < ArtefactFormat.HEADER_BYTES) {
      throw new ArtefactException(Kind.TRUNCATED, bytes.length + " bytes");
    }
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
      throw new ArtefactException(
          Kind.TOO_LARGE,
          String.format(
              Locale.ROOT, "%s bytes, limit %d", Long.toUnsignedString(length), maximumBytes));
    }
    if (length < ArtefactFormat.SMALLEST_BYTES) {
      throw damaged("a length of " + length + " bytes");
    }
    return (int) length;
  }

  private static CompiledModule module(ByteBuffer in) {
    byte[] manifestBytes = part(in, "manifest");
    Manifest manifest;
    try {
      manifest = Manifest.parseFrom(manifestBytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ArtefactException(Kind.DAMAGED, "the manifest does not parse", e);
    }
    if (!Arrays.equals(manifestBytes, Digests.canonical(manifest))) {
      throw damaged("the manifest is not in its canonical encoding");
    }
    byte[] wasm = part(in, "wasm");
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (ClassEntry entry : manifest.getClassesList()) {
      if (classes.put(entry.getName(), part(in, "class file")) != null) {
        throw damaged("two classes have the same name");
      }
    }
    if (in.hasRemaining()) {
      throw damaged("bytes after the last class file");
    }
    return new CompiledModule(manifest, wasm, classes);
  }

  private static byte[] part(ByteBuffer in, String what) {
    if (in.remaining() < 4) {
      throw damaged("no room for a " + what);
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw damaged("a " + what + " is longer than the artefact");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private void check(CompiledModule module) {
    try {
      ManifestCheck.check(module);
    } catch (UnloadableModuleException e) {
      boolean version = e.reason() == UnloadableModuleException.Reason.UNSUPPORTED_VERSION;
      throw new ArtefactException(version ? Kind.UNKNOWN_VERSION : Kind.DAMAGED, e.getMessage(), e);
    }
    IdentityCheck.check(module.manifest().getIdentity(), expected);
  }

  private static ArtefactException damaged(String message) {
    return new ArtefactException(Kind.DAMAGED, message);
  }
}
