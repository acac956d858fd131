package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.host.GuestString;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** join-points, section 5. */
class RevertDataTest {

  private static final HexFormat HEX = HexFormat.of();

  /** The vector of the section. */
  private static final String NOT_OWNER =
      "08c379a0"
          + "0000000000000000000000000000000000000000000000000000000000000020"
          + "0000000000000000000000000000000000000000000000000000000000000009"
          + "6e6f74206f776e65720000000000000000000000000000000000000000000000";

  @Test
  void theVector() {
    assertEquals(NOT_OWNER, HEX.formatHex(RevertData.pack(GuestString.of("not owner"))));
    assertEquals(
        Optional.of(GuestString.of("not owner")), RevertData.unpack(HEX.parseHex(NOT_OWNER)));
  }

  @Test
  void anEmptyReasonIsNoData() {
    assertEquals(0, RevertData.pack(GuestString.EMPTY).length);
    assertEquals(Optional.empty(), RevertData.unpack(new byte[0]));
  }

  @ParameterizedTest
  @CsvSource({"1, 32", "31, 32", "32, 32", "33, 64", "64, 64", "65, 96", "70000, 70016"})
  void reasonsArePaddedToWords(int length, int padded) {
    byte[] reason = new byte[length];
    Arrays.fill(reason, (byte) 0xFF); // No UTF-8: nobody looks.
    byte[] data = RevertData.pack(GuestString.of(reason));
    assertEquals(68 + padded, data.length);
    assertArrayEquals(reason, Arrays.copyOfRange(data, 68, 68 + length));
    assertArrayEquals(
        new byte[padded - length], Arrays.copyOfRange(data, 68 + length, data.length));
    assertEquals(Optional.of(GuestString.of(reason)), RevertData.unpack(data));
  }

  /** One hex digit changed, by its place. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 69, 70, 71, 72, 127, 133, 134})
  void otherDataHasNoReason(int digit) {
    StringBuilder changed = new StringBuilder(NOT_OWNER);
    changed.setCharAt(digit, changed.charAt(digit) == 'f' ? 'e' : 'f');
    assertEquals(Optional.empty(), RevertData.unpack(HEX.parseHex(changed)));
  }

  @Test
  void cutDataHasNoReason() {
    byte[] data = HEX.parseHex(NOT_OWNER);
    for (int length = 0; length < 68 + 9; length++) {
      assertEquals(Optional.empty(), RevertData.unpack(Arrays.copyOf(data, length)));
    }
  }
}
