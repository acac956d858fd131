package io.aspectvm.runtime.verification;

import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractType;
import io.aspectvm.runtime.host.Hashes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the data of a transaction without signature carries (join-points, section 7.2). Immutable.
 *
 * <pre>
 * cafecafe   first four bytes of keccak256(rest)   rest = abi.encode(bytes, bytes)
 * </pre>
 *
 * @param validationData for the verifier
 * @param callData for the contract: the data of the transaction that goes on
 */
public record VerificationPayload(byte[] validationData, byte[] callData) {

  private static final byte[] PREFIX = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xCA, (byte) 0xFE,
  };

  private static final int CHECKSUM_BYTES = 4;
  private static final int HEADER = PREFIX.length + CHECKSUM_BYTES;
  private static final int WORD = ContractType.WORD_BYTES;
  private static final ContractType PARAMETERS = ContractType.parse("(bytes,bytes)");

  public VerificationPayload {
    validationData = validationData.clone();
    callData = callData.clone();
  }

  @Override
  public byte[] validationData() {
    return validationData.clone();
  }

  @Override
  public byte[] callData() {
    return callData.clone();
  }

  /** Whether the data begin as a payload does: prefix and a checksum that holds. */
  static boolean isRecognised(byte[] data) {
    return data.length >= HEADER && hasPrefix(data) && hasChecksum(data);
  }

  private static boolean hasPrefix(byte[] data) {
    return Arrays.equals(data, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  private static boolean hasChecksum(byte[] data) {
    byte[] hash = Hashes.keccak256(Arrays.copyOfRange(data, HEADER, data.length));
    return Arrays.equals(data, PREFIX.length, HEADER, hash, 0, CHECKSUM_BYTES);
  }

  /**
   * Decodes the data of a transaction, by rules of its own: padding, overlap and trailing bytes are
   * not looked at.
   *
   * <p>Unspecified are offsets and lengths near 2^64, which overflow in the reference and crash it;
   * here, as recommended, they are too long.
   *
   * @throws PayloadException with the reference's text, in the reference's order
   */
  public static VerificationPayload decode(byte[] data) throws PayloadException {
    require(data.length >= HEADER, "invalid validation data");
    require(hasPrefix(data), "invalid validation data header");
    require(hasChecksum(data), "invalid validation data checksum");
    ByteBuffer payload = ByteBuffer.wrap(data, HEADER, data.length - HEADER).slice();
    return new VerificationPayload(parameter(payload, 0), parameter(payload, 1));
  }

  private static byte[] parameter(ByteBuffer payload, int index) throws PayloadException {
    int head = index * WORD;
    require(payload.capacity() >= head + WORD, "invalid input data length");
    long offset = uint64(payload, head, "invalid offset");
    requireRoom(payload, offset, WORD);
    long length = uint64(payload, (int) offset, "invalid length");
    long start = offset + WORD;
    requireRoom(payload, start, length);
    byte[] value = new byte[(int) length];
    payload.get((int) start, value);
    return value;
  }

  /** The word at {@code position}, as unsigned 64 bits. */
  private static long uint64(ByteBuffer payload, int position, String tooLarge)
      throws PayloadException {
    long high = 0;
    for (int i = 0; i < WORD - Long.BYTES; i += Long.BYTES) {
      high |= payload.getLong(position + i);
    }
    require(high == 0, tooLarge);
    return payload.getLong(position + WORD - Long.BYTES);
  }

  /** Both numbers unsigned; their sum does not overflow once the first is known to be inside. */
  private static void requireRoom(ByteBuffer payload, long position, long length)
      throws PayloadException {
    long capacity = payload.capacity();
    boolean fits =
        Long.compareUnsigned(position, capacity) <= 0
            && Long.compareUnsigned(length, capacity - position) <= 0;
    require(fits, "invalid param length");
  }

  private static void require(boolean condition, String text) throws PayloadException {
    if (!condition) {
      throw new PayloadException(text);
    }
  }

  /** The data of a transaction that carries this: what a wallet sends. */
  public byte[] encode() {
    byte[] rest = ContractFunction.encode(PARAMETERS, validationData, callData);
    return ByteBuffer.allocate(HEADER + rest.length)
        .put(PREFIX)
        .put(Hashes.keccak256(rest), 0, CHECKSUM_BYTES)
        .put(rest)
        .array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationPayload that
        && Arrays.equals(validationData, that.validationData)
        && Arrays.equals(callData, that.callData);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(validationData) + Arrays.hashCode(callData);
  }
}
