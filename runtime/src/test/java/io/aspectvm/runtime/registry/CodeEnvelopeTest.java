package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams are made with Node.js's zlib: {@code brotliCompressSync}. */
class CodeEnvelopeTest {

  private static final int LIMIT = 1 << 16;
  private static final byte[] EMPTY_MODULE = HexFormat.of().parseHex("0061736d01000000");

  private static byte[] stream(String name) throws IOException {
    try (InputStream file = CodeEnvelopeTest.class.getResourceAsStream("/registry/" + name)) {
      return file.readAllBytes();
    }
  }

  static byte[] envelope(int algorithm, byte[] rest) {
    byte[] code = Arrays.copyOf(new byte[] {0, 0, 0, (byte) algorithm}, 8 + rest.length);
    System.arraycopy(Hashes.keccak256(rest), 0, code, 4, 4);
    System.arraycopy(rest, 0, code, 8, rest.length);
    return code;
  }

  private static String refusal(byte[] code) {
    return assertThrows(RefusalException.class, () -> CodeEnvelope.open(code, LIMIT)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0061736d",
        "0061736d01000000",
        "0000000001020304",
        "00000001020304",
        "0100000100000000",
        "0001000100000000",
        "0000010100000000"
      })
  void anythingElseIsAModule(String hex) throws RefusalException {
    byte[] code = HexFormat.of().parseHex(hex);
    assertSame(code, CodeEnvelope.open(code, LIMIT));
  }

  @Test
  void opensEnvelopes() throws Exception {
    assertArrayEquals(EMPTY_MODULE, CodeEnvelope.open(envelope(1, stream("header.br")), LIMIT));
    assertArrayEquals(new byte[0], CodeEnvelope.open(envelope(1, stream("empty.br")), LIMIT));
    assertArrayEquals(
        Hashes.sha256(new byte[] {'a'}),
        CodeEnvelope.open(envelope(1, stream("random.br")), LIMIT));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      text.append((char) ('a' + i * i % 26)).append(i % 7 == 0 ? "\n" : "");
    }
    assertEquals(
        text.toString(),
        new String(
            CodeEnvelope.open(envelope(1, stream("text.br")), LIMIT), StandardCharsets.US_ASCII));
  }

  @Test
  void theChecksumComesFirst() throws IOException {
    byte[] code = envelope(2, stream("header.br"));
    code[5]++;
    assertEquals("invalid checksum", refusal(code));
    assertEquals("invalid checksum", refusal(HexFormat.of().parseHex("0000000100000000")));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 127, 128, 255})
  void otherAlgorithmsAreRefused(int algorithm) throws IOException {
    assertEquals(
        "unsupported compression algorithm: " + algorithm,
        refusal(envelope(algorithm, stream("header.br"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"header.br", "text.br", "random.br", "empty.br"})
  void cutStreamsAreRefused(String name) throws IOException {
    byte[] stream = stream(name);
    for (int length = 0; length < stream.length; length++) {
      assertEquals(
          "invalid compressed code",
          refusal(envelope(1, Arrays.copyOf(stream, length))),
          name + " cut to " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"header.br", "text.br", "random.br"})
  void bytesBehindTheEndAreRefused(String name) throws IOException {
    byte[] stream = stream(name);
    for (int more : new int[] {1, 2, 63, 64, 65, 4000, 4096, 5000, 60_000}) {
      assertEquals(
          "invalid compressed code",
          refusal(envelope(1, Arrays.copyOf(stream, stream.length + more))),
          name + " and " + more);
    }
  }

  @Test
  void theLimitIsExact() throws Exception {
    byte[] code = envelope(1, stream("text.br"));
    int length = CodeEnvelope.open(code, LIMIT).length;
    assertEquals(length, CodeEnvelope.open(code, length).length);
    RefusalException refusal =
        assertThrows(RefusalException.class, () -> CodeEnvelope.open(code, length - 1));
    assertEquals("code is larger than " + (length - 1) + " bytes", refusal.getMessage());
    byte[] raw = new byte[LIMIT];
    assertSame(raw, CodeEnvelope.open(raw, LIMIT));
    assertEquals("code is larger than 65536 bytes", refusal(new byte[LIMIT + 1]));
    assertEquals("code is larger than 65536 bytes", refusal(new byte[LIMIT + 9]));
  }

  /** 4 GiB of zeros in 3 KB. */
  @Test
  void bombsAreRefusedAtOnce() throws IOException {
    byte[] code = envelope(1, stream("zeros-4g.br"));
    assertTrue(code.length < 4000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertEquals("code is larger than 65536 bytes", refusal(code)));
  }

  /** Windows of the format's extension, up to 2^62 bytes, of which no decoder should make one. */
  @Test
  void largeWindowsAreRefused() {
    for (int bits = 10; bits < 64; bits++) {
      byte[] stream = {0x11, (byte) bits, 3, 0, 0};
      assertEquals("invalid compressed code", refusal(envelope(1, stream)), bits + " bits");
    }
  }

  /** Whatever the stream, nothing but a module or a refusal comes out. */
  @Test
  void noiseIsRefusedOrDecoded() throws IOException {
    Random random = new Random(7);
    byte[] good = stream("text.br");
    for (int i = 0; i < 3_000; i++) {
      byte[] stream = good.clone();
      if (i % 2 == 0) {
        stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        stream = new byte[1 + random.nextInt(200)];
        random.nextBytes(stream);
      }
      byte[] code = envelope(1, stream);
      try {
        assertTrue(CodeEnvelope.open(code, LIMIT).length <= LIMIT);
      } catch (RefusalException e) {
        assertTrue(e.getMessage().matches("(invalid compressed code|code is larger).*"));
      }
    }
  }
}
