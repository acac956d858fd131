package io.aspectvm.runtime.abi;

/** Encodes values (aspect-abi, section 3.1). The caller has made sure that there is room. */
public final class ValueWriter {

  private ValueWriter() {}

  /** Length of the value's body, in bytes. */
  public static int bodyLength(GuestValue value) {
    if (value instanceof GuestValue.Str string) {
      return string.value().length();
    }
    if (value instanceof GuestValue.Bytes bytes) {
      return bytes.length();
    }
    return value.type().minimumLength();
  }

  /** The whole value, header and body. */
  public static byte[] encode(GuestValue value) {
    byte[] encoded = new byte[Math.addExact(ValueReader.HEADER_BYTES, bodyLength(value))];
    write(encoded, 0, value);
    return encoded;
  }

  /** Writes header and body at {@code offset}. */
  public static void write(byte[] target, int offset, GuestValue value) {
    int body = writeHeader(target, offset, value.type(), bodyLength(value));
    if (value instanceof GuestValue.Int32 int32) {
      writeInt32(target, body, int32.value());
    } else if (value instanceof GuestValue.Int64 int64) {
      writeInt64(target, body, int64.value());
    } else if (value instanceof GuestValue.Uint64 uint64) {
      writeInt64(target, body, uint64.value());
    } else if (value instanceof GuestValue.Bool bool) {
      writeBool(target, body, bool.value());
    } else if (value instanceof GuestValue.Str string) {
      string.value().copyTo(target, body);
    } else if (value instanceof GuestValue.Bytes bytes) {
      bytes.copyTo(target, body);
    }
  }

  /**
   * Writes a header at {@code offset}.
   *
   * @return the offset of the body
   */
  public static int writeHeader(byte[] target, int offset, ValueType type, int bodyLength) {
    LittleEndian.putInt16(target, offset, type.index());
    LittleEndian.putInt32(target, offset + 2, bodyLength);
    return offset + ValueReader.HEADER_BYTES;
  }

  /** Writes the body of an Int32. */
  public static void writeInt32(byte[] target, int body, int value) {
    LittleEndian.putInt32(target, body, value);
  }

  /** Writes the body of an Int64 or Uint64. */
  public static void writeInt64(byte[] target, int body, long value) {
    LittleEndian.putInt64(target, body, value);
  }

  /** Writes the body of a Bool. */
  public static void writeBool(byte[] target, int body, boolean value) {
    target[body] = (byte) (value ? 1 : 0);
  }
}
