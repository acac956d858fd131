package io.aspectvm.runtime.code;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The constant pool of a class file and a cursor behind it (JVM specification, section 4.4). Reads
 * what {@link ClassFileCheck} looks at and no more; the JVM's own parser comes after it. Throws
 * {@link MalformedClassException} for whatever does not fit together.
 */
final class ClassFileReader {

  static final int UTF8 = 1;
  static final int INTEGER = 3;
  static final int FLOAT = 4;
  static final int LONG = 5;
  static final int DOUBLE = 6;
  static final int CLASS = 7;
  static final int STRING = 8;
  static final int FIELD = 9;
  static final int METHOD = 10;
  static final int INTERFACE_METHOD = 11;
  static final int NAME_AND_TYPE = 12;

  private static final int MAGIC = 0xCAFEBABE;

  private final ByteBuffer in;
  private final int minor;
  private final int major;
  // By constant-pool index: where the content of the entry begins, and its tag.
  private final int[] positions;
  private final byte[] tags;

  /** Reads header and constant pool; the cursor then stands at the access flags. */
  ClassFileReader(byte[] file) {
    in = ByteBuffer.wrap(file);
    if (file.length < 10 || in.getInt() != MAGIC) {
      throw new MalformedClassException("is no class file");
    }
    minor = u2();
    major = u2();
    int count = u2();
    positions = new int[count];
    tags = new byte[count];
    for (int i = 1; i < count; i++) {
      need(1);
      tags[i] = in.get();
      positions[i] = in.position();
      skip(size(tags[i]));
      if (tags[i] == LONG || tags[i] == DOUBLE) {
        i++;
      }
    }
  }

  private int size(int tag) {
    switch (tag) {
      case UTF8:
        need(2);
        return 2 + (in.getShort(in.position()) & 0xFFFF);
      case CLASS:
      case STRING:
        return 2;
      case INTEGER:
      case FLOAT:
      case FIELD:
      case METHOD:
      case INTERFACE_METHOD:
      case NAME_AND_TYPE:
        return 4;
      case LONG:
      case DOUBLE:
        return 8;
      default:
        throw new MalformedClassException("has a constant with tag " + tag);
    }
  }

  int major() {
    return major;
  }

  int minor() {
    return minor;
  }

  /** Number of constants and one; some indices below it are unused. */
  int constantCount() {
    return tags.length;
  }

  /** Tag of a constant; 0 for the unused index after a long or double. */
  int tag(int index) {
    if (index <= 0 || index >= tags.length) {
      throw new MalformedClassException("refers to constant " + index);
    }
    return tags[index];
  }

  /** A number of 16 bits in constant {@code index}, {@code offset} bytes from its tag's end. */
  int constantU2(int index, int offset) {
    return in.getShort(positions[index] + offset) & 0xFFFF;
  }

  /** A name or descriptor; anything but visible ASCII is refused, so messages can quote it. */
  String text(int index) {
    expect(index, UTF8);
    int start = positions[index] + 2;
    int length = constantU2(index, 0);
    for (int i = start; i < start + length; i++) {
      if (in.get(i) <= ' ' || in.get(i) > '~') {
        throw new MalformedClassException("has a name beyond visible ASCII");
      }
    }
    return new String(in.array(), start, length, StandardCharsets.US_ASCII);
  }

  /** The name of a class constant: an internal name, or a descriptor for an array. */
  String className(int index) {
    expect(index, CLASS);
    return text(constantU2(index, 0));
  }

  void expect(int index, int tag) {
    if (tag(index) != tag) {
      throw new MalformedClassException("refers to constant " + index + " as another kind");
    }
  }

  int u2() {
    need(2);
    return in.getShort() & 0xFFFF;
  }

  /** Moves on by the length that the next four bytes give. */
  void skipBlock() {
    need(4);
    skip(Integer.toUnsignedLong(in.getInt()));
  }

  /** A copy of the bytes whose length the next four bytes give; the cursor is behind them then. */
  byte[] block() {
    int start = in.position() + Integer.BYTES;
    skipBlock();
    return Arrays.copyOfRange(in.array(), start, in.position());
  }

  private void skip(long bytes) {
    need(bytes);
    in.position(in.position() + (int) bytes);
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  private void need(long bytes) {
    if (bytes > in.remaining()) {
      throw new MalformedClassException("is truncated");
    }
  }

  /** What is wrong, to follow the class's name. */
  static final class MalformedClassException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedClassException(String message) {
      super(message, null, false, false);
    }
  }
}
