package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.opcode.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Growing bytes with the primitive values of the binary format (WebAssembly 2.0, section 5.2), in
 * their shortest form. Not thread-safe.
 */
public final class ByteWriter {

  private byte[] bytes = new byte[64];
  private int size;

  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes the low eight bits of each value. */
  public ByteWriter writeBytes(int... values) {
    for (int value : values) {
      writeByte(value);
    }
    return this;
  }

  /** Writes the low eight bits. */
  public ByteWriter writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public ByteWriter write(byte[] source) {
    return write(source, 0, source.length);
  }

  /** Writes {@code source[start, end)}. */
  public ByteWriter write(byte[] source, int start, int end) {
    int length = end - start;
    reserve(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
    return this;
  }

  public ByteWriter write(ByteWriter other) {
    return write(other.bytes, 0, other.size);
  }

  /** Writes the bits of {@code value} as an unsigned LEB128 integer. */
  public ByteWriter writeU32(int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return writeByte(rest);
  }

  /** Writes a signed LEB128 integer: s32, s33 or s64, which differ in range only. */
  public ByteWriter writeSigned(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      writeByte((int) (rest & 0x7F) | 0x80);
      rest >>= 7;
    }
    return writeByte((int) (rest & 0x7F));
  }

  /** Writes four bytes, little-endian. */
  public ByteWriter writeFixed32(int value) {
    return writeBytes(value, value >> 8, value >> 16, value >> 24);
  }

  /** Writes eight bytes, little-endian. */
  public ByteWriter writeFixed64(long value) {
    return writeFixed32((int) value).writeFixed32((int) (value >> 32));
  }

  /** Writes a length and as many bytes. */
  public ByteWriter writeSized(byte[] content) {
    return writeU32(content.length).write(content);
  }

  public ByteWriter writeName(String name) {
    return writeSized(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a vector of types. */
  public ByteWriter writeTypes(List<ValueType> types) {
    writeU32(types.size());
    types.forEach(type -> writeByte(type.code()));
    return this;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
