package io.aspectvm.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.ValueReader.Status;
import io.aspectvm.runtime.host.GuestString;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** aspect-abi, section 3. */
class ValueCodecTest {

  private static final int MEMORY_BYTES = 65_536;

  private final byte[] memory = new byte[MEMORY_BYTES];

  static Stream<Arguments> vectors() {
    return Stream.of(
        Arguments.of(new Int32(100), "03000400000064000000"),
        Arguments.of(new Int64(-1), "040008000000ffffffffffffffff"),
        Arguments.of(new Uint64(Integer.MAX_VALUE), "080008000000ffffff7f00000000"),
        Arguments.of(new Bool(true), "09000100000001"),
        Arguments.of(new Bool(false), "09000100000000"),
        Arguments.of(Str.of(""), "0a0000000000"),
        Arguments.of(Str.of("hi"), "0a00020000006869"),
        Arguments.of(new Bytes(null), "0b0000000000"),
        Arguments.of(new Bytes(new byte[0]), "0b0000000000"),
        Arguments.of(new Bytes(new byte[] {1, 2}), "0b00020000000102"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void encodesAndDecodesTheVectors(GuestValue value, String hex) {
    assertEquals(hex, HexFormat.of().formatHex(ValueWriter.encode(value)));

    // At an odd pointer too, and as the last bytes of memory.
    byte[] encoded = HexFormat.of().parseHex(hex);
    for (int pointer : new int[] {0, 7, MEMORY_BYTES - encoded.length}) {
      System.arraycopy(encoded, 0, memory, pointer, encoded.length);
      ValueReader reader = new ValueReader();
      assertEquals(Status.OK, reader.locate(memory, pointer));
      assertEquals(value, reader.value());
    }
  }

  @Test
  void keepsStringBytesThatAreNoUtf8() {
    byte[] raw = {(byte) 0xFF, 0, (byte) 0xC0, (byte) 0x80};
    GuestValue string = new Str(GuestString.of(raw));
    System.arraycopy(ValueWriter.encode(string), 0, memory, 0, 10);

    ValueReader reader = new ValueReader();
    reader.locate(memory, 0);
    assertEquals(string, reader.value());
    assertArrayEquals(raw, ((Str) reader.value()).value().bytes());
  }

  @ParameterizedTest
  @CsvSource({"00, false", "01, true", "02, false", "ff, false", "01ff, true", "0001, false"})
  void boolIsTrueForOneAlone(String body, boolean expected) {
    byte[] bytes = HexFormat.of().parseHex(body);
    header(0, 9, bytes.length);
    System.arraycopy(bytes, 0, memory, 6, bytes.length);
    assertEquals(new Bool(expected), read(0));
  }

  @Test
  void numbersTakeLongerBodies() {
    for (int i = 6; i < 30; i++) {
      memory[i] = (byte) i;
    }
    header(0, 3, 9);
    assertEquals(new Int32(0x09080706), read(0));
    header(0, 4, 12);
    assertEquals(new Int64(0x0d0c0b0a09080706L), read(0));
    header(0, 8, 12);
    assertEquals(new Uint64(0x0d0c0b0a09080706L), read(0));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 3", "4, 0", "4, 7", "8, 0", "8, 7", "9, 0"})
  void shortBodiesCrash(int type, int length) {
    header(0, type, length);
    assertThrows(GuestCrash.class, () -> new ValueReader().locate(memory, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 6, 7, 12, 255, 256, 32_767, -32_768, -1})
  void otherTypeIndicesAreNotValid(int type) {
    // The type is looked at before the length.
    for (int length : new int[] {0, 4, -1, -7, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      header(0, type, length);
      ValueReader reader = new ValueReader();
      assertEquals(Status.UNSUPPORTED_TYPE, reader.locate(memory, 0));
      assertEquals("type of index " + type + " is not valid", reader.errorText());
      assertEquals(length, reader.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Rows of section 3.4, for a memory of 65536 bytes.
    "0, 0, OK",
    "0, 65530, OK",
    "65530, 0, OK",
    "65529, 1, OK",
    "65531, 0, HEADER_OUT_OF_BOUNDS",
    "65535, 0, HEADER_OUT_OF_BOUNDS",
    "65536, 0, HEADER_OUT_OF_BOUNDS",
    "65537, 0, HEADER_OUT_OF_BOUNDS",
    "2147483641, 0, HEADER_OUT_OF_BOUNDS",
    "0, 65531, BODY_OUT_OF_BOUNDS",
    "65530, 1, BODY_OUT_OF_BOUNDS",
    "0, 2147483641, BODY_OUT_OF_BOUNDS",
    "1, 2147483640, BODY_OUT_OF_BOUNDS",
    "0, -1, HEADER_INVALID",
    "0, -6, HEADER_INVALID",
    "65530, -6, HEADER_INVALID",
    "0, -7, crash",
    "0, -2147483648, crash",
    "0, 2147483642, crash",
    "0, 2147483647, crash",
    "1, 2147483641, crash",
    "-1, 0, crash",
    "-6, 0, crash",
    "-2147483648, 0, crash",
    "2147483642, 0, crash",
    "2147483647, 0, crash",
  })
  void bounds(int pointer, int length, String expected) {
    if (pointer >= 0 && pointer <= MEMORY_BYTES - 6) {
      header(pointer, 11, length);
    }
    ValueReader reader = new ValueReader();
    if (expected.equals("crash")) {
      assertThrows(GuestCrash.class, () -> reader.locate(memory, pointer));
      return;
    }
    Status status = Status.valueOf(expected);
    assertEquals(status, reader.locate(memory, pointer));
    assertEquals(status, reader.status());
    if (status == Status.OK) {
      assertThrows(IllegalStateException.class, reader::errorText);
      assertEquals(length, ((Bytes) reader.value()).length());
    } else {
      assertEquals(
          status == Status.HEADER_INVALID
              ? "data is not valid, read header failed"
              : "memory out of bound",
          reader.errorText());
      assertEquals(status == Status.HEADER_OUT_OF_BOUNDS ? 0 : length, reader.length());
      assertThrows(IllegalStateException.class, reader::value);
    }
  }

  @Test
  void aReaderForgetsTheValueBefore() {
    header(0, 11, 3);
    ValueReader reader = new ValueReader();
    assertEquals(Status.OK, reader.locate(memory, 0));
    assertEquals(Status.HEADER_OUT_OF_BOUNDS, reader.locate(memory, MEMORY_BYTES));
    assertEquals(0, reader.length());
    assertEquals(null, reader.type());
    assertEquals(Status.HEADER_OUT_OF_BOUNDS, new ValueReader().locate(new byte[0], 0));
  }

  @Test
  void valuesAreImmutableAndCompareByContent() {
    byte[] given = {1, 2};
    Bytes bytes = new Bytes(given);
    given[0] = 9;
    bytes.value()[0] = 9;
    assertEquals(new Bytes(new byte[] {1, 2}), bytes);
    assertEquals(new Bytes(new byte[] {1, 2}).hashCode(), bytes.hashCode());
    assertNotEquals(new Bytes(new byte[] {1}), bytes);
    assertTrue(new Uint64(-1).toString().contains("18446744073709551615"));
  }

  private GuestValue read(int pointer) {
    ValueReader reader = new ValueReader();
    assertEquals(Status.OK, reader.locate(memory, pointer));
    return reader.value();
  }

  private void header(int pointer, int type, int length) {
    LittleEndian.putInt16(memory, pointer, type);
    LittleEndian.putInt32(memory, pointer + 2, length);
  }
}
