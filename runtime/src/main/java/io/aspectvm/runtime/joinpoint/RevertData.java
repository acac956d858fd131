package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.host.GuestString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The form in which EVM callers get the reason of a revert (join-points, section 5): the call data
 * of Solidity's {@code Error(string)}.
 *
 * <pre>
 * 08c379a0   offset 0x20   length   bytes, padded with zeros to a multiple of 32
 * </pre>
 */
public final class RevertData {

  private static final int SELECTOR = 0x08C3_79A0;
  private static final int WORD = 32;
  private static final int HEAD = Integer.BYTES + 2 * WORD;

  /** Where the low four bytes of offset and length are; the others are zero. */
  private static final int OFFSET_AT = Integer.BYTES + WORD - Integer.BYTES;

  private static final int LENGTH_AT = OFFSET_AT + WORD;

  private RevertData() {}

  /**
   * Packs a reason; the empty one is no data, and no revert at all.
   *
   * @return empty, or 4 bytes and a multiple of 32
   */
  public static byte[] pack(GuestString reason) {
    if (reason.length() == 0) {
      return new byte[0];
    }
    int padded = Math.multiplyExact((reason.length() - 1) / WORD + 1, WORD);
    byte[] data = new byte[Math.addExact(HEAD, padded)];
    ByteBuffer.wrap(data)
        .putInt(0, SELECTOR)
        .putInt(OFFSET_AT, WORD)
        .putInt(LENGTH_AT, reason.length());
    reason.copyTo(data, HEAD);
    return data;
  }

  /**
   * The reason in packed data, or empty where these bytes are not what {@link #pack} makes. For
   * tools that show reverts; padding and what comes after it are not looked at.
   */
  public static Optional<GuestString> unpack(byte[] data) {
    if (data.length < HEAD) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(data).getInt(LENGTH_AT);
    if (length < 0 || length > data.length - HEAD) {
      return Optional.empty();
    }
    byte[] head = new byte[HEAD];
    ByteBuffer.wrap(head).putInt(0, SELECTOR).putInt(OFFSET_AT, WORD).putInt(LENGTH_AT, length);
    return Arrays.equals(head, 0, HEAD, data, 0, HEAD)
        ? Optional.of(GuestString.wrap(Arrays.copyOfRange(data, HEAD, HEAD + length)))
        : Optional.empty();
  }
}
