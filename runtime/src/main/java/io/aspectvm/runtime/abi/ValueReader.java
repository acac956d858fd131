package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.GuestString;
import java.util.Arrays;

/**
 * Finds and decodes one value in guest memory (aspect-abi, section 3.4). {@link #locate} looks at
 * the header and checks all bounds; the getters then read the body. Reused from value to value, so
 * that a host call allocates for what it hands over only. Not thread-safe.
 *
 * <p>All sums are in {@code long}; nothing outside memory is ever read. Where the reference's
 * 32-bit sums wrap it panics, and so the outcome here is a crash.
 */
public final class ValueReader {

  /** Bytes of a header: type index and length. */
  public static final int HEADER_BYTES = 6;

  /** Text of the errors {@code *_OUT_OF_BOUNDS}. */
  public static final String OUT_OF_BOUNDS_TEXT = "memory out of bound";

  /** What {@link #locate} found, other than a crash. */
  public enum Status {
    /** Header and body are there. */
    OK,
    /** The header is not all in memory; there is no type and no length. */
    HEADER_OUT_OF_BOUNDS,
    /** The type index has no decoder; the length counts. */
    UNSUPPORTED_TYPE,
    /** The body is not all in memory; the length counts. */
    BODY_OUT_OF_BOUNDS,
    /** The length is -6 to -1; it counts. */
    HEADER_INVALID
  }

  private Status status = Status.HEADER_OUT_OF_BOUNDS;
  private int typeIndex;
  private ValueType type;
  private int length;
  private int body;
  private byte[] memory;

  /**
   * Looks for a value.
   *
   * @param memory the whole guest memory; kept until the next call, so that the getters can read it
   * @param pointer of the header
   * @throws GuestCrash where section 3.4 says crash
   */
  public Status locate(byte[] memory, int pointer) {
    this.memory = memory;
    this.status = check(pointer);
    return status;
  }

  /** Forgets the memory. */
  public void clear() {
    memory = null;
  }

  private Status check(int pointer) {
    type = null;
    length = 0;
    long bodyStart = (long) pointer + HEADER_BYTES;
    if (pointer < 0 || bodyStart > Integer.MAX_VALUE) {
      throw new GuestCrash("value at pointer " + pointer);
    }
    if (bodyStart > memory.length) {
      return Status.HEADER_OUT_OF_BOUNDS;
    }
    typeIndex = LittleEndian.int16(memory, pointer);
    length = LittleEndian.int32(memory, pointer + 2);
    body = (int) bodyStart;
    type = ValueType.supported(typeIndex);
    if (type == null) {
      return Status.UNSUPPORTED_TYPE;
    }
    if (length < -HEADER_BYTES || bodyStart + length > Integer.MAX_VALUE) {
      throw new GuestCrash("value at pointer " + pointer + " of length " + length);
    }
    if (length < 0) {
      return Status.HEADER_INVALID;
    }
    if (bodyStart + length > memory.length) {
      return Status.BODY_OUT_OF_BOUNDS;
    }
    if (length < type.minimumLength()) {
      throw new GuestCrash(type + " with a body of " + length + " bytes");
    }
    return Status.OK;
  }

  /** What the last {@link #locate} found. */
  public Status status() {
    return status;
  }

  /**
   * The length that the header claims: signed, and 0 where the header could not be read. It is what
   * a host call's price counts.
   */
  public int length() {
    return length;
  }

  /** The type, or null where the value was not found or its type is not supported. */
  public ValueType type() {
    return type;
  }

  /** The text that the reference has for a status other than {@link Status#OK}. */
  public String errorText() {
    return switch (status) {
      case OK -> throw new IllegalStateException("no error");
      case HEADER_OUT_OF_BOUNDS, BODY_OUT_OF_BOUNDS -> OUT_OF_BOUNDS_TEXT;
      case UNSUPPORTED_TYPE -> ValueType.unsupportedText(typeIndex);
      case HEADER_INVALID -> "data is not valid, read header failed";
    };
  }

  /** Offset of the body in memory. */
  public int bodyOffset() {
    return body;
  }

  /** The memory that the value is in. */
  public byte[] memory() {
    return memory;
  }

  /** The body as an Int32. */
  public int int32() {
    return LittleEndian.int32(memory, body);
  }

  /** The body as an Int64 or Uint64. */
  public long int64() {
    return LittleEndian.int64(memory, body);
  }

  /** The body as a Bool: true if its first byte is 1. */
  public boolean bool() {
    return memory[body] == 1;
  }

  /** A copy of the body. */
  public byte[] bytes() {
    return Arrays.copyOfRange(memory, body, body + length);
  }

  /** The value, decoded. Only after {@link Status#OK}. */
  public GuestValue value() {
    if (status != Status.OK) {
      throw new IllegalStateException(errorText());
    }
    return switch (type) {
      case INT32 -> new GuestValue.Int32(int32());
      case INT64 -> new GuestValue.Int64(int64());
      case UINT64 -> new GuestValue.Uint64(int64());
      case BOOL -> new GuestValue.Bool(bool());
      case STRING -> new GuestValue.Str(GuestString.wrap(bytes()));
      case BYTE_ARRAY -> new GuestValue.Bytes(bytes());
      default -> throw new IllegalStateException(type + " is not supported");
    };
  }
}
