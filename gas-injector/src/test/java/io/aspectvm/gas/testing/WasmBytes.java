package io.aspectvm.gas.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Growing bytes with the binary format's integers and names. */
public final class WasmBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public WasmBytes raw(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  public WasmBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public WasmBytes unsigned(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public WasmBytes signed(long value) {
    long rest = value;
    while (rest > 63 || rest < -64) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7F));
    return this;
  }

  public WasmBytes name(String name) {
    return sized(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The length, then the bytes. */
  public WasmBytes sized(byte[] bytes) {
    return unsigned(bytes.length).raw(bytes);
  }

  public byte[] toByteArray() {
    return out.toByteArray();
  }
}
