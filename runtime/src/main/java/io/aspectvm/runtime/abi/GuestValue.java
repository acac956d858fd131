package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.host.GuestString;
import java.util.Arrays;
import java.util.HexFormat;

/** A value of the ABI outside guest memory (aspect-abi, section 3.2). Immutable. */
public sealed interface GuestValue {

  /** The type under which the value is encoded. */
  ValueType type();

  /** Int32. */
  record Int32(int value) implements GuestValue {
    @Override
    public ValueType type() {
      return ValueType.INT32;
    }
  }

  /** Int64. */
  record Int64(long value) implements GuestValue {
    @Override
    public ValueType type() {
      return ValueType.INT64;
    }
  }

  /**
   * Uint64.
   *
   * @param value unsigned
   */
  record Uint64(long value) implements GuestValue {
    @Override
    public ValueType type() {
      return ValueType.UINT64;
    }

    @Override
    public String toString() {
      return "Uint64[value=" + Long.toUnsignedString(value) + "]";
    }
  }

  /** Bool. */
  record Bool(boolean value) implements GuestValue {
    @Override
    public ValueType type() {
      return ValueType.BOOL;
    }
  }

  /** String: its bytes, which need not be UTF-8. */
  record Str(GuestString value) implements GuestValue {
    /** The UTF-8 bytes of {@code text}. */
    public static Str of(String text) {
      return new Str(GuestString.of(text));
    }

    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /** ByteArray. */
  record Bytes(byte[] value) implements GuestValue {
    /**
     * @param value copied; null is the empty array
     */
    public Bytes {
      value = value == null ? new byte[0] : value.clone();
    }

    /** A copy of the bytes. */
    @Override
    public byte[] value() {
      return value.clone();
    }

    /** Length in bytes. */
    public int length() {
      return value.length;
    }

    void copyTo(byte[] target, int offset) {
      System.arraycopy(value, 0, target, offset, value.length);
    }

    @Override
    public ValueType type() {
      return ValueType.BYTE_ARRAY;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + HexFormat.of().formatHex(value) + "]";
    }
  }
}
