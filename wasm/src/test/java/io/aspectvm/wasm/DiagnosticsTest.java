package io.aspectvm.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticsTest {

  @Test
  void leavesPlainNamesAlone() {
    assertEquals("'__UtilApi__.revert'", Diagnostics.quote("__UtilApi__.revert"));
    assertEquals("''", Diagnostics.quote(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\r\nERROR forged",
        "\u001b[31mred",
        "\u202egnp.exe",
        "\u0000",
        "'quoted\"",
        "\\",
        "\u007f",
        "\u0085",
        "\u2028",
        "\ud800",
        "\ud83d\ude00",
        "\u200f"
      })
  void letsNothingThroughButPrintableAscii(String name) {
    String quoted = Diagnostics.quote(name);
    assertTrue(quoted.chars().allMatch(c -> c >= 0x20 && c < 0x7F), quoted);
    assertTrue(quoted.startsWith("'") && quoted.endsWith("'"), quoted);
    String inner = quoted.substring(1, quoted.length() - 1);
    assertTrue(inner.replace("\\'", "").indexOf('\'') < 0, quoted);
  }

  @Test
  void escapesSoThatDifferentNamesStayDifferent() {
    assertEquals("'a\\u{a}b'", Diagnostics.quote("a\nb"));
    assertEquals("'a\\\\u{a}b'", Diagnostics.quote("a\\u{a}b"));
    assertEquals("'\\u{1f600}'", Diagnostics.quote("\ud83d\ude00"));
  }

  @Test
  void shortensLongNames() {
    String quoted = Diagnostics.quote("x".repeat(1_000_000));
    assertTrue(quoted.endsWith("...'"), quoted);
    assertTrue(quoted.length() < 80, quoted);
    assertTrue(Diagnostics.quote("\u202e".repeat(1_000_000)).length() < 90);
  }

  @Test
  void saysWhere() {
    assertEquals("bad (func 3 'f', offset 0x1f4)", Diagnostics.locate("bad", 3, "f", 500));
    assertEquals("bad (func 3)", Diagnostics.locate("bad", 3, null, -1));
    assertEquals("bad (offset 0x0)", Diagnostics.locate("bad", -1, null, 0));
    assertEquals("bad", Diagnostics.locate("bad", -1, "f", -1));
  }
}
