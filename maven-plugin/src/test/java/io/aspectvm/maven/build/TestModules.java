package io.aspectvm.maven.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Small modules, in the numbers of the binary format. */
final class TestModules {

  private static final byte[] HEAD = {0, 0x61, 0x73, 0x6D, 1, 0, 0, 0};
  private static final byte[] ONE_TYPE = {1, 4, 1, 0x60, 0, 0};
  private static final byte[] ONE_FUNCTION = {3, 2, 1, 0};

  private TestModules() {}

  /** A module whose only function is imported, from nowhere. */
  static byte[] withUnknownImport() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    out.writeBytes(ONE_TYPE);
    out.writeBytes(new byte[] {2, 18, 1});
    name(out, "nobody");
    name(out, "nothing");
    out.writeBytes(new byte[] {0, 0});
    export(out, "__aspect_start__");
    return out.toByteArray();
  }

  /** A module whose only function has this many locals, at most 16,383. */
  static byte[] withLocals(int locals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    out.writeBytes(ONE_TYPE);
    out.writeBytes(ONE_FUNCTION);
    export(out, "__aspect_start__");
    byte low = (byte) ((locals & 0x7F) | 0x80);
    out.writeBytes(new byte[] {10, 7, 1, 5, 1, low, (byte) (locals >> 7), 0x7F, 0x0B});
    return out.toByteArray();
  }

  private static void export(ByteArrayOutputStream out, String name) {
    out.writeBytes(new byte[] {7, (byte) (name.length() + 4), 1});
    name(out, name);
    out.writeBytes(new byte[] {0, 0});
  }

  private static void name(ByteArrayOutputStream out, String name) {
    out.write(name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
  }
}
