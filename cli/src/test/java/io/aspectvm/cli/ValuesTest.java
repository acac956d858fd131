package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.abi.GuestValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as text, in both directions. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "i32:7, i32:7",
    "i32:-1, i32:-1",
    "i32:4294967295, i32:-1",
    "i32:2147483648, i32:-2147483648",
    "i32:0xff, i32:255",
    "i32:0xFFFFFFFF, i32:-1",
    "i64:-9223372036854775808, i64:-9223372036854775808",
    "i64:18446744073709551615, i64:-1",
    "i64:0x8000000000000000, i64:-9223372036854775808",
    "f32:1, f32:0x3f800000",
    "f32:-0.0, f32:0x80000000",
    "f32:0x7fa00000, f32:0x7fa00000",
    "f32:0.1, f32:0x3dcccccd",
    "f32:nan, f32:0x7fc00000",
    "f32:-inf, f32:0xff800000",
    "f32:1e-50, f32:0x00000000",
    "f64:1.5e3, f64:0x4097700000000000",
    "f64:.5, f64:0x3fe0000000000000",
    "f64:inf, f64:0x7ff0000000000000",
    "f64:nan, f64:0x7ff8000000000000",
    "f64:0xfff0000000000001, f64:0xfff0000000000001",
  })
  void rawValues(String argument, String shown) {
    assertEquals(shown, RawValue.parse(argument).toString());
  }

  /** One rounding, from decimal to f32: by way of f64 this would be 0x4b800001. */
  @Test
  void decimalsAreRoundedOnce() {
    String halfway = "16777217.0000000001";
    assertEquals(
        "f32:0x" + Integer.toHexString(Float.floatToIntBits(Float.parseFloat(halfway))),
        RawValue.parse("f32:" + halfway).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "i32:-5, i32, -5",
    "int32:0xffffffff, i32, -1",
    "i64:-5, i64, -5",
    "int64:0x10, i64, 16",
    "u64:18446744073709551615, u64, 18446744073709551615",
    "uint64:0xffffffffffffffff, u64, 18446744073709551615",
    "bool:true, bool, true",
    "bool:0, bool, false",
    "string:a:b, string, a:b",
    "string:, string, ''",
    "bytes:, bytes, ''",
    "bytes:0x, bytes, ''",
    "bytes:0x0102fF, bytes, 0102ff",
    "bytes:0102ff, bytes, 0102ff",
  })
  void abiValues(String argument, String type, String value) {
    GuestValue parsed = new GuestArgument().convert(argument);
    assertEquals(type, GuestArgument.type(parsed));
    assertEquals(value, String.valueOf(GuestArgument.json(parsed)));
  }

  @Test
  void booleansAreBooleansInJson() {
    assertEquals(Boolean.TRUE, GuestArgument.json(new GuestValue.Bool(true)));
  }

  @ParameterizedTest
  @CsvSource({
    "string:Alice, string \"Alice\"",
    "bytes:616263, bytes 616263 = \"abc\"",
    "bytes:00ff, bytes 00ff",
    "u64:7, u64 7",
    "bool:false, bool false",
  })
  void abiValuesForPeople(String argument, String shown) {
    assertEquals(shown, GuestArgument.describe(new GuestArgument().convert(argument)));
  }

  @Test
  void terminalsAreSafe() {
    assertEquals("Zoë 日本 \uD83D\uDE00", Printable.line("Zoë 日本 \uD83D\uDE00"));
    assertEquals("a\\nb\\r\\t\\u{1b}[31m", Printable.line("a\nb\r\t\u001b[31m"));
    assertEquals("\\u{202e}x\\u{2028}\\u{0}\\u{d800}", Printable.line("\u202ex\u2028\0\ud800"));
    assertEquals("\"a\\\"b\"", Printable.quoted("a\"b"));
    assertEquals(Optional.of("é"), Printable.text("é".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.empty(), Printable.text(new byte[] {(byte) 0xc3}));
    assertEquals(Optional.empty(), Printable.text(new byte[] {7}));
  }

  @Test
  void numbersForPeople() {
    assertEquals("1,234,567", Report.number(1_234_567));
    assertEquals("1 class", Report.count(1, "class"));
    assertEquals("2 classes", Report.count(2, "class"));
    assertEquals("0 bytes", Report.count(0, "byte"));
  }
}
