package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declarations that cannot be, section by section in hexadecimal (hazards H03, H11 to H15). */
class HostileDeclarationsTest {

  /** A type from nothing to nothing, one from i32 to nothing, and one from nothing to i32. */
  private static final String TYPES = "01 0c 03 600000 60017f00 6000017f ";

  /** One function of each of these types, without code. */
  private static final String FUNCTIONS = "03 04 03 00 01 02 ";

  private static final String BODIES = "0a 0c 03 02000b 02000b 0400 4100 0b";

  private static WasmException refusal(String sections) {
    byte[] bytes = withHeader(sections);
    return assertThrows(WasmException.class, () -> Validator.validate(bytes, Profile.WASM));
  }

  private static byte[] withHeader(String sections) {
    return HexFormat.of().parseHex(("0061736d01000000" + sections).replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    // tables
    "04 05 01 70 01 02 01, invalid, size minimum must not be greater than maximum",
    "04 09 01 70 01 ffffffff0f 00, invalid, size minimum must not be greater than maximum",
    "04 08 01 70 00 ffffffff0f, limit, too many",
    "04 04 01 7f 00 01, malformed, malformed reference type",
    "04 04 01 70 02 01, malformed, integer too large: limits flags",
    "04 04 01 70 7f 01, malformed, integer too large: limits flags",
    "04 04 01 70 80 01, malformed, integer representation too long: limits flags",
    // memories
    "05 04 01 01 02 01, invalid, size minimum must not be greater than maximum",
    "05 05 01 00 818004, invalid, memory size must be at most 65536 pages",
    "05 06 01 01 00 818004, invalid, memory size must be at most 65536 pages",
    "05 07 01 00 ffffffff0f, invalid, memory size must be at most 65536 pages",
    "05 05 02 00 01 00 01, invalid, multiple memories",
    // imported ones
    "02 08 01 00 00 01 70 01 02 01, invalid, size minimum must not be greater than maximum",
    "02 07 01 00 00 02 01 02 01, invalid, size minimum must not be greater than maximum",
    "02 08 01 00 00 02 00 818004, invalid, memory size must be at most 65536 pages",
    "05 04 01 03 01 01, unsupported, threads",
    "05 03 01 02 01, malformed, integer too large: limits flags",
  })
  void sizesThatCannotBe(String sections, String kind, String phrase) {
    WasmException e = refusal(sections);
    assertEquals(kind, e.kind(), e.getMessage());
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "08 01 03, unknown function 3",
    "08 05 ffffffff0f, unknown function 4294967295",
    "08 01 01, start function",
    "08 01 02, start function",
    "07 05 01 01 66 00 03, unknown function 3",
    "07 05 01 01 66 01 00, unknown table 0",
    "07 05 01 01 66 02 00, unknown memory 0",
    "07 05 01 01 66 03 00, unknown global 0",
    "07 09 02 01 66 00 00 01 66 00 01, duplicate export name: 'f'",
    "07 07 02 00 00 00 00 00 01, duplicate export name: ''",
    "09 07 01 00 41 00 0b 01 00, unknown table 0",
  })
  void indicesThatAreNothing(String section, String phrase) {
    WasmException e = refusal(TYPES + FUNCTIONS + section + BODIES);
    assertEquals("invalid", e.kind(), e.getMessage());
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "02 05 01 00 00 00 03, unknown type 3",
    "02 05 01 00 00 04 00, malformed import kind",
    "02 05 01 00 00 05 00, malformed import kind",
  })
  void importsThatAreNothing(String section, String phrase) {
    WasmException e = refusal(TYPES + section);
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
  }
}
