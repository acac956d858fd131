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
 * more than 32, are refused instead of cut.
 *
 * <p>What the message's type does not know is checked and taken out. The Java library would keep
 * it, two hundred bytes of heap for four of a guest that pays for none of them; and groups, which
 * no message of ours has, it would skip by recursion. They may be {@value #MAX_DEPTH} in each
 * other.
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
   * The message's known fields, in their order.
   *
   * @throws HostError if it is not well-formed
   */
  static byte[] knownFields(byte[] message, Descriptor type) {
    return new MessageWire(message, 0, message.length).knownFields(type);
  }

  private byte[] knownFields(Descriptor type) {
    while (position < end) {
      int start = position;
      readTag();
      FieldDescriptor known = type.findFieldByNumber((int) field);
      if (known == null || !isEncodedAs(known, wireType)) {
        skip();
      } else if (known.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        keepMessage(start, known.getMessageType());
      } else {
        skip();
        kept.write(bytes, start, position - start);
      }
    }
    return kept.toByteArray();
  }

  /** Whether a field may have this wire type; one that has another is as good as unknown. */
  private static boolean isEncodedAs(FieldDescriptor field, int wireType) {
    boolean packed = field.isPackable() && wireType == LENGTH_DELIMITED;
    return packed || field.getLiteType().getWireType() == wireType;
  }

  private void keepMessage(int start, Descriptor type) {
    int tagLength = position - start;
    int length = readLength();
    byte[] inner = new MessageWire(bytes, position, position + length).knownFields(type);
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

  private void skip() {
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case FIXED32 -> advance(Integer.BYTES);
      case LENGTH_DELIMITED -> advance(readLength());
      case GROUP_START -> skipGroup();
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
