package io.aspectvm.wasm.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.WasmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {

  private static ByteReader of(String hex) {
    return new ByteReader(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "7f, 127",
    "8001, 128",
    "8000, 0",
    "8080808000, 0",
    "ffffffff0f, 4294967295",
    "8080808008, 2147483648",
  })
  void readsU32(String hex, long value) throws WasmException {
    ByteReader in = of(hex);
    assertEquals(value, in.readU32AsLong());
    assertTrue(in.atEnd());
  }

  @ParameterizedTest
  @CsvSource({
    "808080808000, integer representation too long",
    "ffffffffff00, integer representation too long",
    "8080808010, integer too large",
    "ffffffff1f, integer too large",
    "8080808040, integer too large",
    "80808080, unexpected end",
    "'', unexpected end",
  })
  void refusesU32(String hex, String phrase) {
    assertPhrase(phrase, assertThrows(WasmException.class, () -> of(hex).readU32()));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "3f, 63",
    "40, -64",
    "7f, -1",
    "c000, 64",
    "bf7f, -65",
    "8080808078, -2147483648",
    "ffffffff07, 2147483647",
    "ffffffff7f, -1",
    "8080808000, 0",
  })
  void readsS32(String hex, int value) throws WasmException {
    ByteReader in = of(hex);
    assertEquals(value, in.readS32());
    assertTrue(in.atEnd());
  }

  @ParameterizedTest
  @CsvSource({
    "8080808070, integer too large",
    "ffffffff0f, integer too large",
    "808080801f, integer too large",
    "ffffffff4f, integer too large",
    "8080808080, integer representation too long",
    "ffffffffff7f, integer representation too long",
    "ff, unexpected end",
  })
  void refusesS32(String hex, String phrase) {
    assertPhrase(phrase, assertThrows(WasmException.class, () -> of(hex).readS32()));
  }

  @ParameterizedTest
  @CsvSource({"40, -64", "ffffffff0f, 4294967295", "8080808070, -4294967296", "8001, 128"})
  void readsS33(String hex, long value) throws WasmException {
    assertEquals(value, of(hex).readS33());
  }

  @ParameterizedTest
  @CsvSource({"ffffffff1f, integer too large", "8080808060, integer too large"})
  void refusesS33(String hex, String phrase) {
    assertPhrase(phrase, assertThrows(WasmException.class, () -> of(hex).readS33()));
  }

  @ParameterizedTest
  @CsvSource({
    "8080808080808080807f, -9223372036854775808",
    "ffffffffffffffffff00, 9223372036854775807",
    "ffffffffffffffffff7f, -1",
    "80808080808080808000, 0",
  })
  void readsS64(String hex, long value) throws WasmException {
    assertEquals(value, of(hex).readS64());
  }

  @ParameterizedTest
  @CsvSource({
    "8080808080808080807e, integer too large",
    "ffffffffffffffffff01, integer too large",
    "ffffffffffffffffff41, integer too large",
    "8080808080808080808000, integer representation too long",
  })
  void refusesS64(String hex, String phrase) {
    assertPhrase(phrase, assertThrows(WasmException.class, () -> of(hex).readS64()));
  }

  @Test
  void readsWhatTheWriterWrites() throws WasmException {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      ByteWriter out =
          new ByteWriter()
              .writeSigned(value)
              .writeSigned((int) value)
              .writeSigned(value << 31 >> 31)
              .writeU32((int) value)
              .writeFixed32((int) value)
              .writeFixed64(value);
      ByteReader in = new ByteReader(out.toByteArray());
      assertEquals(value, in.readS64());
      assertEquals((int) value, in.readS32());
      assertEquals(value << 31 >> 31, in.readS33());
      assertEquals((int) value, in.readU32());
      assertEquals((int) value, in.readFixed32());
      assertEquals(value, in.readFixed64());
      assertTrue(in.atEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01ff", // no lead byte
        "0180", // continuation alone
        "02c080", // overlong NUL
        "03eda080", // surrogate
        "04f4908080", // above U+10FFFF
        "02e282", // cut off
        "04f0808080", // overlong
      })
  void refusesNamesThatAreNotUtf8(String hex) {
    assertPhrase(
        "malformed UTF-8 encoding",
        assertThrows(MalformedModuleException.class, () -> of(hex).readName(100)));
  }

  @Test
  void readsNames() throws WasmException {
    String name = "a\u00e9\u2028\u6f22\ud83d\ude00\u0000";
    ByteReader in = new ByteReader(new ByteWriter().writeName(name).toByteArray());
    assertEquals(name, in.readName(100));
    assertEquals("", of("00").readName(0));
  }

  @Test
  void boundsNames() {
    assertThrows(LimitExceededException.class, () -> of("03616263").readName(2));
    assertPhrase(
        "length out of bounds",
        assertThrows(MalformedModuleException.class, () -> of("ffffffff0f61").readName(100)));
  }

  @Test
  void boundsCountsByBytesAndThenByLimit() throws WasmException {
    assertEquals(2, of("02aabbccdd").readCount("things", 2, 2));
    assertThrows(MalformedModuleException.class, () -> of("03aabbccdd").readCount("things", 2, 2));
    assertThrows(LimitExceededException.class, () -> of("02aabbccdd").readCount("things", 2, 1));
    assertThrows(
        MalformedModuleException.class,
        () -> of("ffffffff0faabb").readCount("things", 1, Integer.MAX_VALUE));
  }

  @Test
  void neverReadsBehindItsEnd() {
    ByteReader in = new ByteReader(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4, 3);
    assertEquals(2, in.remaining());
    assertThrows(MalformedModuleException.class, in::readFixed32);
    assertThrows(MalformedModuleException.class, in::readFixed64);
    WasmException e = assertThrows(MalformedModuleException.class, () -> in.skip(3));
    assertEquals(2, in.position());
    assertEquals(2, e.offset().getAsInt());
    assertEquals(3, e.functionIndex().getAsInt());
    assertTrue(e.getMessage().endsWith("(func 3, offset 0x2)"), e.getMessage());
  }

  /** More bytes follow, which belong to somebody else. */
  @Test
  void theEndIsTheEnd() throws WasmException {
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    ByteReader in = new ByteReader(bytes, 4, 4, -1);
    assertTrue(in.atEnd());
    assertEquals(-1, in.peek());
    assertThrows(MalformedModuleException.class, in::readByte);
    assertThrows(MalformedModuleException.class, in::readU32);
    assertThrows(MalformedModuleException.class, in::readU32AsLong);
    assertThrows(MalformedModuleException.class, in::readS32);
    assertThrows(MalformedModuleException.class, in::readS64);
    assertThrows(MalformedModuleException.class, in::readLength);
    assertThrows(MalformedModuleException.class, () -> in.readName(9));
    assertThrows(MalformedModuleException.class, () -> in.skip(1));
    in.skip(0);
    assertEquals(4, in.position());
    assertEquals(1, new ByteReader(bytes, 0, 1, -1).peek());
    assertEquals(0x0403_0201, new ByteReader(bytes, 0, 4, -1).readFixed32());
    assertEquals(0x0807_0605_0403_0201L, new ByteReader(bytes, 0, 8, -1).readFixed64());
    ByteReader seven = new ByteReader(bytes, 0, 7, -1);
    assertThrows(MalformedModuleException.class, seven::readFixed64);
    assertEquals(0, seven.position());
    ByteReader three = new ByteReader(bytes, 0, 3, -1);
    assertThrows(MalformedModuleException.class, three::readFixed32);
    three.skip(3);
    assertTrue(three.atEnd());
  }

  @Test
  void narrowsAndWidens() throws WasmException {
    ByteReader in = of("01020304");
    assertEquals(4, in.narrow(1));
    assertEquals(1, in.limit());
    assertEquals(1, in.readByte());
    assertTrue(in.atEnd());
    assertEquals(1, in.narrow(4));
    assertEquals(3, in.remaining());
    assertEquals(2, in.peek());
    assertEquals(4, in.bytes().length);
  }

  @Test
  void lengthsMayTakeAllThatIsLeft() throws WasmException {
    ByteReader in = of("0361626301");
    assertEquals("abc", in.readName(3));
    assertEquals(4, in.position());
    assertThrows(MalformedModuleException.class, in::readLength);
    assertEquals(2, of("02aabb").readLength());
    assertEquals("ab", of("026162").readName(2));
  }

  @Test
  void saysHowMuchIsThere() {
    assertEquals(
        "unexpected end of section or function: 3 things declared, 5 bytes left (offset 0x0)",
        message(() -> of("03aabbccddee").readCount("things", 2, 9)));
    assertEquals(
        "too many things: 2, limit 1 (offset 0x0)",
        message(() -> of("02aabbccdd").readCount("things", 2, 1)));
    assertEquals(
        "length out of bounds: unexpected end, expected 4 bytes, found 3 (offset 0x0)",
        message(() -> of("04aabbcc").readLength()));
    assertEquals(
        "too many bytes of a name: 3, limit 2 (offset 0x0)",
        message(() -> of("03616263").readName(2)));
    assertEquals(
        "malformed UTF-8 encoding in a name (offset 0x1)", message(() -> of("01ff").readName(2)));
  }

  private static String message(Executable reading) {
    return assertThrows(WasmException.class, reading).getMessage();
  }

  private static void assertPhrase(String phrase, WasmException e) {
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
  }
}
