package io.aspectvm.runtime.host;

import io.aspectvm.runtime.abi.ValueReader;

/**
 * Looks at single fields of an encoded protobuf message where it lies in guest memory, without
 * decoding it: prices need that before the work is paid. Whatever is not well-formed ends the scan;
 * the host function then refuses the message.
 */
final class MessageScanner {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int position;
  private long varint;

  private MessageScanner(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.position = start;
    this.end = start + length;
  }

  static MessageScanner of(ValueReader argument) {
    return new MessageScanner(argument.memory(), argument.bodyOffset(), argument.length());
  }

  /** How often the length-delimited field occurs. */
  long count(int field) {
    long found = 0;
    while (readTag()) {
      boolean wanted = varint == tag(field);
      if (!skip((int) varint & 7)) {
        break;
      }
      if (wanted) {
        found++;
      }
    }
    return found;
  }

  /** The last occurrence of a field of 4 bytes, as an unsigned big-endian number; 0 for none. */
  long lastBigEndianInt32(int field) {
    long found = 0;
    while (readTag()) {
      boolean wanted = varint == tag(field);
      if (!skip((int) varint & 7)) {
        break;
      }
      if (wanted) {
        found = varint == 4 ? bigEndianInt32(position - 4) : 0;
      }
    }
    return found;
  }

  private static long tag(int field) {
    return ((long) field << 3) | LENGTH_DELIMITED;
  }

  private long bigEndianInt32(int offset) {
    return ((bytes[offset] & 0xFFL) << 24)
        | ((bytes[offset + 1] & 0xFFL) << 16)
        | ((bytes[offset + 2] & 0xFFL) << 8)
        | (bytes[offset + 3] & 0xFFL);
  }

  private boolean readTag() {
    return position < end && readVarint();
  }

  /** Leaves the length of a length-delimited field in {@link #varint}. */
  private boolean skip(int wireType) {
    return switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(8);
      case FIXED32 -> advance(4);
      case LENGTH_DELIMITED -> readVarint() && advance(varint);
      case GROUP_START -> skipGroup();
      default -> false;
    };
  }

  /**
   * Decoders skip groups, and so nothing may hide behind one. That each ends with its own number is
   * not looked at: who decodes the message refuses it.
   */
  private boolean skipGroup() {
    for (long open = 1; open > 0; ) {
      if (!readTag()) {
        return false;
      }
      int wireType = (int) varint & 7;
      if (wireType == GROUP_START) {
        open++;
      } else if (wireType == GROUP_END) {
        open--;
      } else if (!skip(wireType)) {
        return false;
      }
    }
    return true;
  }

  private boolean advance(long count) {
    if (count < 0 || count > end - position) {
      return false;
    }
    position += (int) count;
    return true;
  }

  private boolean readVarint() {
    varint = 0;
    for (int shift = 0; shift < 64 && position < end; shift += 7) {
      byte next = bytes[position++];
      varint |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return true;
      }
    }
    return false;
  }
}
