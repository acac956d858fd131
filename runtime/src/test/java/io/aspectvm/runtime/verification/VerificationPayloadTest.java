package io.aspectvm.runtime.verification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.aspectvm.runtime.host.Hashes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** join-points, section 7.2. */
class VerificationPayloadTest {

  private static final HexFormat HEX = HexFormat.of();

  /** The vector of the section. */
  static final byte[] VECTOR =
      HEX.parseHex(
          "cafecafec2b0d63b"
              + "0000000000000000000000000000000000000000000000000000000000000040"
              + "0000000000000000000000000000000000000000000000000000000000000080"
              + "0000000000000000000000000000000000000000000000000000000000000003"
              + "0102030000000000000000000000000000000000000000000000000000000000"
              + "0000000000000000000000000000000000000000000000000000000000000004"
              + "a9059cbb00000000000000000000000000000000000000000000000000000000");

  private static final String MAX = "ffffffffffffffff";

  /** A word, given by the digits at its end. */
  private static String word(String digits) {
    return "0".repeat(64 - digits.length()) + digits;
  }

  /** Data with prefix and checksum. */
  static byte[] data(String payload) {
    byte[] rest = HEX.parseHex(payload);
    byte[] hash = Hashes.keccak256(rest);
    return HEX.parseHex("cafecafe" + HEX.formatHex(hash, 0, 4) + payload);
  }

  private static void refused(String text, byte[] data) {
    PayloadException refusal =
        assertThrows(PayloadException.class, () -> VerificationPayload.decode(data));
    assertEquals(text, refusal.getMessage());
  }

  @Test
  void theVector() throws Exception {
    assertEquals(200, VECTOR.length);
    VerificationPayload payload = VerificationPayload.decode(VECTOR);
    assertArrayEquals(new byte[] {1, 2, 3}, payload.validationData());
    assertArrayEquals(HEX.parseHex("a9059cbb"), payload.callData());
    assertArrayEquals(VECTOR, payload.encode());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 65, 5_000})
  void whatIsEncodedIsDecoded(int length) throws Exception {
    byte[] one = new byte[length];
    new Random(length).nextBytes(one);
    byte[] two = new byte[5_000 - length];
    VerificationPayload payload = new VerificationPayload(one, two);
    byte[] data = payload.encode();
    assertEquals(8, data.length % 32);
    assertEquals(payload, VerificationPayload.decode(data));
  }

  @Test
  void shortDataIsInvalid() {
    for (int length = 0; length < 8; length++) {
      refused("invalid validation data", Arrays.copyOf(VECTOR, length));
    }
  }

  @Test
  void theHeaderComesBeforeTheChecksum() {
    byte[] data = VECTOR.clone();
    data[3]++;
    data[4]++;
    refused("invalid validation data header", data);
    data[3]--;
    refused("invalid validation data checksum", data);
    refused("invalid validation data header", new byte[8]);
    refused("invalid validation data checksum", Arrays.copyOf(VECTOR, 8));
  }

  /** The payload by words; {@code -} is what comes out empty. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # the head is too short
          '', invalid input data length
          00, invalid input data length
          # the first parameter is read, and found wanting, before the second has a head
          40, invalid param length
          0, invalid input data length
          1ffffffffffffffff 0, invalid offset
          # offsets
          10000000000000000 0, invalid offset
          ffffffffffffffff 0, invalid param length
          fffffffffffffff0 0, invalid param length
          ffffffffffffffe0 0, invalid param length
          ffffffffffffffdf 0, invalid param length
          8000000000000000 0, invalid param length
          21 0, invalid param length
          20 10000000000000000, invalid length
          20 21, invalid param length
          # lengths
          40 40 10000000000000000, invalid length
          40 40 ffffffffffffffff, invalid param length
          40 40 ffffffffffffffa0, invalid param length
          40 40 8000000000000000, invalid param length
          40 40 1, invalid param length
          40 40 21 0, invalid param length
          # the second parameter
          40 10000000000000000 0, invalid offset
          40 ffffffffffffffe0 0, invalid param length
          40 60 0 10000000000000000, invalid length
          40 60 0 1, invalid param length
          """)
  void refusals(String words, String text) {
    refused(text, data(payload(words)));
  }

  private static String payload(String words) {
    if (words.isEmpty() || words.equals("00")) {
      return words; // No whole word.
    }
    StringBuilder payload = new StringBuilder();
    for (String word : words.split(" ")) {
      payload.append(word(word));
    }
    return payload.toString();
  }

  @Test
  void aByteLessIsTooShort() {
    String payload = word("40") + word("60") + word("0") + word("2") + "0102";
    assertEquals("0102", HEX.formatHex(decoded(payload).callData()));
    refused("invalid param length", data(payload.substring(0, payload.length() - 2)));
    refused("invalid param length", data(payload.substring(0, payload.length() - 6)));
    String empty = word("0") + word("0");
    assertEquals(0, decoded(empty).callData().length);
    refused("invalid input data length", data(empty.substring(0, 126)));
  }

  private static VerificationPayload decoded(String payload) {
    try {
      return VerificationPayload.decode(data(payload));
    } catch (PayloadException e) {
      return fail(e);
    }
  }

  @Test
  void overlapPaddingAndTrailingBytesAreNotLookedAt() {
    VerificationPayload same =
        decoded(word("40") + word("40") + word("2") + "0102" + "f".repeat(60) + "77");
    assertEquals("0102", HEX.formatHex(same.validationData()));
    assertEquals("0102", HEX.formatHex(same.callData()));
    // The head as content: the word at 0 is a length, too.
    VerificationPayload head = decoded(word("0") + word("1") + word("1f") + MAX);
    assertEquals(0, head.validationData().length);
    assertEquals(0, decoded(word("0") + word("0")).callData().length);
    // Offset 1: the word's last byte is the first of the next word.
    assertEquals(0, head.callData().length);
  }

  @Test
  void anyDataIsDecodedOrRefused() {
    Random random = new Random(7);
    int decoded = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] rest = new byte[random.nextInt(200)];
      for (int at = 31; at < rest.length; at += 32) {
        rest[at] = (byte) (random.nextInt(160) & (i % 2 == 0 ? 0xFF : 0xE0));
        rest[at - random.nextInt(32)] ^= (byte) (random.nextInt(20) / 19);
      }
      try {
        VerificationPayload.decode(data(HEX.formatHex(rest)));
        decoded++;
      } catch (PayloadException expected) {
        assertEquals("invalid", expected.getMessage().substring(0, 7));
      }
    }
    assertTrue(decoded > 500, "only " + decoded + " decoded");
  }
}
