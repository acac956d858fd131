package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Artefacts that were cut off, and lengths and numbers that are not what they say. */
class LyingLengthsTest extends TamperingFixture {
  @Test
  void everyPrefixOfASignedArtefact() {
    for (int i = 0; i < SIGNED.length; i++) {
      byte[] prefix = Arrays.copyOf(SIGNED, i);
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> signedOnly.load(prefix));
      assertEquals(i < 8 ? Kind.FOREIGN : Kind.TRUNCATED, refusal.kind(), "prefix of " + i);
    }
  }

  /** Nothing is compressed; a bomb is a manifest of as many empty messages as fit. */
  @Test
  void aBombOfMessages() {
    byte[] bomb = new byte[20_000_000];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = 0x22;
    }
    Parts parts = new Parts(UNSIGNED);
    parts.manifest = bomb;
    byte[] artefact = parts.join();
    ArtefactException refusal = refusal(ArtefactException.class, anybody, artefact);
    assertEquals(Kind.TOO_LARGE, refusal.kind());
    assertEquals("a manifest of more than 4194304 messages", refusal.getMessage());
    // As many as that, in the innermost of messages.
    Parts nested = new Parts(UNSIGNED);
    byte[] inner = Arrays.copyOf(bomb, 9_000_000);
    for (int i = 0; i < inner.length; i += 2) {
      inner[i] = 0x1A;
    }
    nested.manifest = nested(0x5A, inner);
    assertRefused(Kind.TOO_LARGE, anybody, nested.join());
  }

  private static byte[] nested(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    for (int rest = content.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        out.write(rest);
        break;
      }
      out.write((rest & 0x7F) | 0x80);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Lengths that lie, in each place that has one: the memory for it is not there to be taken. */
  @Test
  void lengthsThatLie() {
    Parts parts = new Parts(SIGNED);
    int position = ArtefactFormat.HEADER_BYTES;
    for (byte[] part :
        Stream.of(List.of(parts.manifest, parts.wasm), parts.classes, List.of(parts.signature))
            .flatMap(List::stream)
            .toList()) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, SIGNED.length}) {
        byte[] lying = SIGNED.clone();
        ByteBuffer.wrap(lying).putInt(position, length);
        assertDamaged("longer than the artefact", Parts.sealed(lying));
      }
      for (int change : new int[] {-1, 1}) {
        byte[] lying = SIGNED.clone();
        ByteBuffer.wrap(lying).putInt(position, part.length + change);
        assertRefused(Kind.DAMAGED, anybody, Parts.sealed(lying));
      }
      position += Integer.BYTES + part.length;
    }
    for (long length : new long[] {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32}) {
      byte[] lying = SIGNED.clone();
      ByteBuffer.wrap(lying).putLong(12, length);
      assertRefused(Kind.TOO_LARGE, anybody, Parts.sealed(lying));
    }
    for (long length : new long[] {0, 20, 63}) {
      byte[] lying = SIGNED.clone();
      ByteBuffer.wrap(lying).putLong(12, length);
      assertRefused(Kind.DAMAGED, anybody, Parts.sealed(lying));
    }
  }

  @Test
  void filesThatAreTooLargeAreNotRead() throws IOException {
    Path file = directory.resolve("large.aspect");
    try (var out =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE))) {
      out.write(ByteBuffer.wrap(SIGNED));
      out.position(1L << 33).write(ByteBuffer.wrap(new byte[1]));
    }
    ArtefactException refusal = assertThrows(ArtefactException.class, () -> anybody.load(file));
    assertEquals(Kind.TOO_LARGE, refusal.kind());
  }
}
