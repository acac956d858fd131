package io.aspectvm.fuzz;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteReader;
import io.aspectvm.wasm.binary.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Modules without their lengths, so that a change at one place does not spoil all that is around
 * it: the input's first byte is even before a module as it is, and odd before sections that are
 * parted by {@code FE ED 01}, each an id and its content. Bodies in the code section are parted by
 * {@code FE ED 02}; their count and all sizes are put in.
 */
final class ModuleParts {

  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final byte[] SECTION = {(byte) 0xFE, (byte) 0xED, 1};
  private static final byte[] BODY = {(byte) 0xFE, (byte) 0xED, 2};
  private static final int CODE = 10;

  private ModuleParts() {}

  /** The module of an input. */
  static byte[] module(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    return (input[0] & 1) == 0 ? rest : joined(rest);
  }

  /** The input that gives a module, as it is. */
  static byte[] whole(byte[] module) {
    return new ByteWriter().writeByte(0).write(module).toByteArray();
  }

  /**
   * The input that gives a module in parts.
   *
   * @param module whose sizes are right
   */
  static byte[] parted(byte[] module) {
    ByteWriter out = new ByteWriter().writeByte(1);
    ByteReader in = new ByteReader(module);
    try {
      in.skip(HEADER.length);
      while (!in.atEnd()) {
        int id = in.readByte();
        byte[] content = sized(in);
        out.write(SECTION).writeByte(id).write(id == CODE ? partedBodies(content) : content);
      }
      return out.toByteArray();
    } catch (WasmException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] partedBodies(byte[] content) throws WasmException {
    ByteWriter out = new ByteWriter();
    ByteReader in = new ByteReader(content);
    int count = in.readU32();
    for (int i = 0; i < count; i++) {
      out.write(i == 0 ? new byte[0] : BODY).write(sized(in));
    }
    return out.toByteArray();
  }

  private static byte[] sized(ByteReader in) throws WasmException {
    int length = in.readLength();
    int start = in.position();
    in.skip(length);
    return Arrays.copyOfRange(in.bytes(), start, in.position());
  }

  private static byte[] joined(byte[] parts) {
    ByteWriter out = new ByteWriter().write(HEADER);
    for (byte[] section : split(parts, SECTION)) {
      if (section.length > 0) {
        int id = section[0];
        byte[] content = Arrays.copyOfRange(section, 1, section.length);
        out.writeByte(id).writeSized(id == CODE ? bodies(content) : content);
      }
    }
    return out.toByteArray();
  }

  private static byte[] bodies(byte[] content) {
    List<byte[]> bodies = split(content, BODY);
    ByteWriter out = new ByteWriter().writeU32(bodies.size());
    bodies.forEach(out::writeSized);
    return out.toByteArray();
  }

  /** The parts between separators; one more than there are of these. */
  static List<byte[]> split(byte[] bytes, byte[] by) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i + by.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + by.length, by, 0, by.length)) {
        parts.add(Arrays.copyOfRange(bytes, start, i));
        start = i + by.length;
        i = start - 1;
      }
    }
    parts.add(Arrays.copyOfRange(bytes, start, bytes.length));
    return parts;
  }
}
