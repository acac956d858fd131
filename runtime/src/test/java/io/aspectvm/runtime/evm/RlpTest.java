package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of the yellow paper's appendix B and the encoding's well-known examples. */
class RlpTest {

  private static final String LOREM = "Lorem ipsum dolor sit amet, consectetur adipisicing elit";

  @Test
  void strings() {
    assertEquals("83646f67", hex(Rlp.string(ascii("dog"))));
    assertEquals("80", hex(Rlp.string(new byte[0])));
    assertEquals("00", hex(Rlp.string(new byte[] {0})));
    assertEquals("7f", hex(Rlp.string(new byte[] {0x7F})));
    assertEquals("8180", hex(Rlp.string(new byte[] {(byte) 0x80})));
    assertEquals("b7" + "61".repeat(55), hex(Rlp.string(ascii("a".repeat(55)))));
    assertEquals("b838" + hex(ascii(LOREM)), hex(Rlp.string(ascii(LOREM))));
    assertEquals("b90400" + "61".repeat(1024), hex(Rlp.string(ascii("a".repeat(1024)))));
    assertEquals("ba010000" + "00".repeat(65_536), hex(Rlp.string(new byte[65_536])));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 80",
    "1, 01",
    "15, 0f",
    "127, 7f",
    "128, 8180",
    "1024, 820400",
    "9223372036854775807, 887fffffffffffffff",
    "18446744073709551615, 88ffffffffffffffff",
  })
  void numbers(BigInteger value, String expected) {
    assertEquals(expected, hex(Rlp.number(value)));
    assertEquals(expected, hex(Rlp.number(value.longValue())));
  }

  @Test
  void aNegativeNumberIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Rlp.number(BigInteger.valueOf(-1)));
  }

  @Test
  void lists() {
    byte[] empty = Rlp.list();
    assertEquals("c0", hex(empty));
    assertEquals(
        "c88363617483646f67", hex(Rlp.list(Rlp.string(ascii("cat")), Rlp.string(ascii("dog")))));
    // The set-theoretical representation of three.
    byte[] one = Rlp.list(empty);
    assertEquals("c7c0c1c0c3c0c1c0", hex(Rlp.list(empty, one, Rlp.list(empty, one))));
    assertEquals("f838" + "00".repeat(56), hex(Rlp.list(new byte[56])));
    assertEquals("f7" + "00".repeat(55), hex(Rlp.list(new byte[55])));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
