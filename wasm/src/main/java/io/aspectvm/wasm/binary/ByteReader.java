package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.Diagnostics;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.MalformedModuleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over a part of a module's bytes that reads the primitive values of the binary format
 * (WebAssembly 2.0, section 5.2). Integers are read strictly: no more bytes than the width allows,
 * and no set bits behind the width. Nothing is allocated before the bytes for it are known to
 * exist.
 *
 * <p>Positions are byte offsets in the module. Not thread-safe.
 */
public final class ByteReader {

  private final byte[] bytes;
  private int functionIndex;
  private int position;
  private int limit;

  /**
   * A reader of {@code bytes[start, end)}.
   *
   * @param functionIndex the function that the bytes belong to, for messages, or -1
   */
  public ByteReader(byte[] bytes, int start, int end, int functionIndex) {
    this.bytes = bytes;
    this.position = start;
    this.limit = end;
    this.functionIndex = functionIndex;
  }

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length, -1);
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Byte offset of the next byte. */
  public int position() {
    return position;
  }

  /** Byte offset behind the last byte that may be read. */
  public int limit() {
    return limit;
  }

  public int remaining() {
    return limit - position;
  }

  public boolean atEnd() {
    return position == limit;
  }

  /**
   * Says which function the bytes from here on belong to.
   *
   * @param index for messages, or -1
   */
  void enterFunction(int index) {
    functionIndex = index;
  }

  /** Makes {@code newLimit} the end; returns the old one, to be set again by the caller. */
  int narrow(int newLimit) {
    int old = limit;
    limit = newLimit;
    return old;
  }

  /** The next byte, 0 to 255, which stays unread; -1 at the end. */
  int peek() {
    return position < limit ? bytes[position] & 0xFF : -1;
  }

  /** Reads a byte, 0 to 255. */
  public int readByte() throws MalformedModuleException {
    if (position >= limit) {
      throw unexpectedEnd();
    }
    return bytes[position++] & 0xFF;
  }

  /** Skips bytes that the caller knows to be there or not: {@code count} is not negative. */
  public void skip(int count) throws MalformedModuleException {
    if (count > remaining()) {
      throw unexpectedEnd();
    }
    position += count;
  }

  /** Reads an unsigned 32-bit LEB128 integer; the result is its bits. */
  public int readU32() throws MalformedModuleException {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++];
    }
    int start = position;
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = readByte();
      if (shift == 28) {
        checkLastByte(b, b & 0x70, 0, start);
      }
      value |= (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw tooLong(start);
  }

  /** Reads an unsigned 32-bit LEB128 integer. */
  public long readU32AsLong() throws MalformedModuleException {
    return readU32() & 0xFFFF_FFFFL;
  }

  /** Reads a signed 32-bit LEB128 integer. */
  public int readS32() throws MalformedModuleException {
    return (int) readSigned(32);
  }

  /** Reads a signed 33-bit LEB128 integer (block types). */
  public long readS33() throws MalformedModuleException {
    return readSigned(33);
  }

  /** Reads a signed 64-bit LEB128 integer. */
  public long readS64() throws MalformedModuleException {
    return readSigned(64);
  }

  private long readSigned(int width) throws MalformedModuleException {
    if (position < limit && bytes[position] >= 0) {
      return ((long) bytes[position++] << 57) >> 57;
    }
    int start = position;
    int lastShift = (width - 1) / 7 * 7;
    // bits of the last byte from the value's sign bit up: all equal in a canonical extension
    int signBits = 0x7F & (-1 << (width - 1 - lastShift));
    long value = 0;
    for (int shift = 0; shift <= lastShift; shift += 7) {
      int b = readByte();
      if (shift == lastShift) {
        checkLastByte(b, b & signBits, (b & 0x40) == 0 ? 0 : signBits, start);
      }
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        int unused = Math.max(0, 57 - shift);
        return (value << unused) >> unused;
      }
    }
    throw tooLong(start);
  }

  private void checkLastByte(int b, int unusedBits, int expected, int start)
      throws MalformedModuleException {
    if (b >= 0x80) {
      throw tooLong(start);
    }
    if (unusedBits != expected) {
      throw malformed("integer too large: bits set behind the integer's width", start);
    }
  }

  private MalformedModuleException tooLong(int start) {
    return malformed("integer representation too long", start);
  }

  /** Reads four bytes, little-endian. */
  public int readFixed32() throws MalformedModuleException {
    if (remaining() < 4) {
      throw unexpectedEnd();
    }
    int at = position;
    position += 4;
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFF) << 24;
  }

  /** Reads eight bytes, little-endian. */
  public long readFixed64() throws MalformedModuleException {
    if (remaining() < 8) {
      throw unexpectedEnd();
    }
    return (readFixed32() & 0xFFFF_FFFFL) | (long) readFixed32() << 32;
  }

  /**
   * Reads the number of entries of a vector. The number is refused where so many entries cannot fit
   * into the remaining bytes, so that the caller may allocate for it.
   *
   * @param what the entries, plural, for messages
   * @param entryBytes the least number of bytes that an entry takes
   * @param max the configured limit
   */
  public int readCount(String what, int entryBytes, int max)
      throws MalformedModuleException, LimitExceededException {
    int start = position;
    long count = readU32AsLong();
    if (count > remaining() / entryBytes) {
      throw malformed(
          "unexpected end of section or function: "
              + count
              + " "
              + what
              + " declared, "
              + remaining()
              + " bytes left",
          start);
    }
    checkLimit(what, count, max, start);
    return (int) count;
  }

  /** Reads a length in bytes, which must not exceed the remaining bytes. */
  public int readLength() throws MalformedModuleException {
    int start = position;
    long length = readU32AsLong();
    if (length > remaining()) {
      throw malformed(
          "length out of bounds: unexpected end, expected "
              + length
              + " bytes, found "
              + remaining(),
          start);
    }
    return (int) length;
  }

  /** Reads a name: strict UTF-8 (WebAssembly 2.0, section 5.2.4). */
  public String readName(int maxBytes) throws MalformedModuleException, LimitExceededException {
    int start = position;
    int length = readLength();
    checkLimit("bytes of a name", length, maxBytes, start);
    int from = position;
    position += length;
    for (int i = from; i < position; i++) {
      if (bytes[i] < 0) {
        return decode(from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private String decode(int from, int length) throws MalformedModuleException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("malformed UTF-8 encoding in a name", from);
    }
  }

  /** Throws if {@code count} exceeds the configured limit. */
  void checkLimit(String what, long count, long max, int offset) throws LimitExceededException {
    if (count > max) {
      throw tooMany(what + ": " + count + ", limit " + max, offset);
    }
  }

  LimitExceededException tooMany(String what, int offset) {
    return new LimitExceededException(
        Diagnostics.locate("too many " + what, functionIndex, null, offset), offset, functionIndex);
  }

  MalformedModuleException unexpectedEnd() {
    return malformed("unexpected end of section or function", position);
  }

  MalformedModuleException malformed(String message, int offset) {
    return new MalformedModuleException(
        Diagnostics.locate(message, functionIndex, null, offset), offset, functionIndex);
  }
}
