package io.aspectvm.fuzz;

import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.registry.CodeEnvelope;
import io.aspectvm.runtime.registry.RefusalException;
import java.util.Arrays;

/**
 * The envelope of deployed code: opened within its limit, or refused; in memory of a small multiple
 * of the limit.
 *
 * <p>Input: a byte, and the code. Where the byte is odd, the checksum is made the right one.
 */
public final class CodeEnvelopeTarget {

  private static final int LIMIT = 1 << 16;
  private static final int HEADER_BYTES = 8;
  private static final int CHECKSUM_AT = 4;

  /** The decoder's window has 16 MiB at most, and its ring buffer a little more. */
  private static final long ALLOCATED = 64L << 20;

  private CodeEnvelopeTarget() {}

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] code = Arrays.copyOfRange(input, 1, input.length);
    if ((input[0] & 1) != 0 && code.length >= HEADER_BYTES) {
      byte[] hash = Hashes.keccak256(Arrays.copyOfRange(code, HEADER_BYTES, code.length));
      System.arraycopy(hash, 0, code, CHECKSUM_AT, HEADER_BYTES - CHECKSUM_AT);
    }
    byte[] before = code.clone();
    Allocation.require(ALLOCATED, () -> open(code));
    Require.that(Arrays.equals(before, code), "the code was changed");
  }

  private static void open(byte[] code) {
    try {
      byte[] module = CodeEnvelope.open(code, LIMIT);
      Require.that(module.length <= LIMIT, module.length + " bytes");
      Require.that(Arrays.equals(module, CodeEnvelope.open(code, LIMIT)), "not the same again");
    } catch (RefusalException e) {
      Require.oneLine(e.getMessage());
    }
  }
}
