package io.aspectvm.gas.inject;

import io.aspectvm.wasm.opcode.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing bytes, with the integers and names of the binary format in their shortest form. */
final class WasmOutput {

  private byte[] bytes;
  private int size;

  WasmOutput(int expectedSize) {
    bytes = new byte[Math.max(16, expectedSize)];
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  WasmOutput writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** An opcode without prefix. */
  WasmOutput write(Opcode opcode) {
    return writeByte(opcode.code());
  }

  WasmOutput write(byte[] source, int start, int end) {
    int length = end - start;
    reserve(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
    return this;
  }

  WasmOutput write(WasmOutput other) {
    return write(other.bytes, 0, other.size);
  }

  WasmOutput writeU32(int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return writeByte(rest);
  }

  WasmOutput writeS64(long value) {
    long rest = value;
    // the last byte's bit 6 is the sign, so that seven bits hold -64 to 63
    while (rest < -64 || rest > 63) {
      writeByte((int) (rest & 0x7F) | 0x80);
      rest >>= 7;
    }
    return writeByte((int) (rest & 0x7F));
  }

  WasmOutput writeName(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return writeU32(utf8.length).write(utf8, 0, utf8.length);
  }

  WasmOutput writeI64Const(long value) {
    return write(Opcode.I64_CONST).writeS64(value);
  }

  /** An instruction with one index. */
  WasmOutput write(Opcode opcode, int index) {
    return write(opcode).writeU32(index);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
