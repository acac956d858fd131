package io.aspectvm.runtime.host.standard;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.aspectvm.runtime.host.HostError;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The structure of an encoded message that a guest sent, read as strictly as the reference's own
 * decoder does and the Java library does not: numbers of more than 64 bits, and lengths or tags of
 * more than 32, are refused instead of cut. Groups, which no message of ours has and the Java
 * library skips by recursion, are taken out, up to {@value #MAX_DEPTH} in each other.
 */
final class MessageWire {

  private static final int MAX_DEPTH = 10_001;
  private static final long MAX_FIELD = (1L << 29) - 1;
  private static final int LAST_VARINT_SHIFT = 63;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int position;

  /** Field number and wire type of the field that was begun last. */
  private long field;

  private int wireType;

  private MessageWire(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /**
   * The message without groups.
   *
   * @throws HostError if it is not well-formed
   */
  static byte[] withoutGroups(byte[] message, Descriptor type) {
    return new MessageWire(message, 0, message.length).withoutGroups(type);
  }

  private byte[] withoutGroups(Descriptor type) {
    while (position < end) {
      int start = position;
      readTag();
      FieldDescriptor known = type.findFieldByNumber((int) field);
      if (wireType == GROUP_START) {
        skipGroup();
      } else if (wireType == LENGTH_DELIMITED && isMessage(known)) {
        keepMessage(start, known.getMessageType());
      } else {
        skip();
        kept.write(bytes, start, position - start);
      }
    }
    return kept.toByteArray();
  }

  private static boolean isMessage(FieldDescriptor known) {
    return known != null && known.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private void keepMessage(int start, Descriptor type) {
    int tagLength = position - start;
    int length = readLength();
    byte[] inner = new MessageWire(bytes, position, position + length).withoutGroups(type);
    position += length;
    kept.write(bytes, start, tagLength);
    for (int rest = inner.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        kept.write(rest);
        break;
      }
      kept.write(rest | 0x80);
    }
    kept.writeBytes(inner);
  }

  private void skipGroup() {
    Deque<Long> open = new ArrayDeque<>();
    open.push(field);
    while (!open.isEmpty()) {
      readTag();
      if (wireType == GROUP_START) {
        open.push(field);
        require(open.size() <= MAX_DEPTH, "groups too deep");
      } else if (wireType == GROUP_END) {
        require(open.pop() == field, "group not ended");
      } else {
        skip();
      }
    }
  }

  /** Skips the content of a field that is no group. */
  private void skip() {
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case FIXED32 -> advance(Integer.BYTES);
      case LENGTH_DELIMITED -> advance(readLength());
      default -> throw malformed("wire type " + wireType);
    }
  }

  private void readTag() {
    long tag = readVarint();
    field = tag >>> 3;
    wireType = (int) tag & 7;
    require(field >= 1 && field <= MAX_FIELD, "field number");
  }

  private int readLength() {
    long length = readVarint();
    require(length >= 0 && length <= end - position, "length");
    return (int) length;
  }

  private void advance(int count) {
    require(count <= end - position, "length");
    position += count;
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      require(position < end, "truncated");
      byte next = bytes[position++];
      require(shift < LAST_VARINT_SHIFT || (next & 0xFF) <= 1, "number too large");
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw malformed(what);
    }
  }

  private static HostError malformed(String what) {
    return new HostError("malformed message: " + what);
  }
}
