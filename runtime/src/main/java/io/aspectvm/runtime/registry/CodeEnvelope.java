package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.Hashes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.brotli.dec.BrotliInputStream;

/**
 * The form in which code may be deployed (join-points, section 8):
 *
 * <pre>
 * offset  bytes
 *      0      3  zero
 *      3      1  algorithm, not zero; 1 is Brotli
 *      4      4  first bytes of keccak256(rest)
 *      8         rest: the compressed module
 * </pre>
 *
 * Anything else is a module as it is. What comes out is bounded by the limit for modules, however
 * small the envelope, and so is what goes in.
 *
 * <p><b>Unspecified</b> are bytes behind the end of the compressed stream: they are refused, except
 * for a few lengths that the decoder does not notice, on every node alike.
 */
public final class CodeEnvelope {

  private static final int HEADER_BYTES = 8;
  private static final int ALGORITHM_AT = 3;
  private static final int CHECKSUM_AT = 4;
  private static final int BROTLI = 1;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String INVALID_STREAM = "invalid compressed code";

  private CodeEnvelope() {}

  /**
   * The module in deployed code.
   *
   * @param code not changed; the result may be the same array
   * @param maximumBytes most that the module, compressed or not, may have
   * @throws RefusalException if the checksum is wrong, the algorithm unknown, the stream invalid,
   *     or the module too large
   */
  public static byte[] open(byte[] code, int maximumBytes) throws RefusalException {
    if (code.length > HEADER_BYTES + (long) maximumBytes) {
      throw tooLarge(maximumBytes);
    }
    if (!isEnvelope(code)) {
      if (code.length > maximumBytes) {
        throw tooLarge(maximumBytes);
      }
      return code;
    }
    byte[] rest = Arrays.copyOfRange(code, HEADER_BYTES, code.length);
    byte[] hash = Hashes.keccak256(rest);
    if (!Arrays.equals(hash, 0, HEADER_BYTES - CHECKSUM_AT, code, CHECKSUM_AT, HEADER_BYTES)) {
      throw new RefusalException("invalid checksum");
    }
    int algorithm = Byte.toUnsignedInt(code[ALGORITHM_AT]);
    if (algorithm != BROTLI) {
      throw new RefusalException("unsupported compression algorithm: " + algorithm);
    }
    return decompress(rest, maximumBytes);
  }

  private static boolean isEnvelope(byte[] code) {
    return code.length >= HEADER_BYTES
        && code[0] == 0
        && code[1] == 0
        && code[2] == 0
        && code[ALGORITHM_AT] != 0;
  }

  private static byte[] decompress(byte[] stream, int maximumBytes) throws RefusalException {
    byte[] module;
    int unread;
    InputStream rest = new ByteArrayInputStream(stream);
    try (InputStream decoded = new BrotliInputStream(rest, BUFFER_BYTES)) {
      module = decoded.readNBytes(maximumBytes + 1);
      unread = rest.available();
    } catch (IOException | RuntimeException e) {
      // For some invalid streams the decoder's own arrays are too short.
      throw new RefusalException(INVALID_STREAM);
    }
    if (module.length > maximumBytes) {
      throw tooLarge(maximumBytes);
    }
    // Of what it has read, the decoder itself refuses what it did not use (as far as it knows that
    // it has all: not if the stream's length is a multiple of its buffer's 4096 bytes).
    if (unread > 0) {
      throw new RefusalException(INVALID_STREAM);
    }
    return module;
  }

  private static RefusalException tooLarge(int maximumBytes) {
    return new RefusalException("code is larger than " + maximumBytes + " bytes");
  }
}
