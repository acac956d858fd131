package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class UserOperationTest {

  private static final Vectors VECTORS = Vectors.of("user-operation-vectors.txt");
  private static final ByteKey ENTRY_POINT = ByteKey.address(new byte[] {(byte) 0xAA, (byte) 0xEC});
  private static final BigInteger UINT64_MAX = number(2).pow(64).subtract(BigInteger.ONE);
  private static final ByteKey SENDER =
      ByteKey.of(HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f1011121314"));

  private static final UserOperation SMALL =
      new UserOperation(
          SENDER,
          number(7),
          new byte[0],
          new byte[] {1, 2, 3, 4},
          number(600),
          number(200),
          number(21_000),
          number(9),
          number(2),
          new byte[0]);

  private static final UserOperation LARGE =
      new UserOperation(
          SENDER,
          number(5).shiftLeft(64).add(UINT64_MAX),
          filled(40, 0x11),
          filled(100, 0x22),
          UINT64_MAX,
          number(12_345),
          number(21_000),
          UINT64_MAX,
          number(0),
          filled(52, 0x33));

  @Test
  void hashesAreThoseOfTheOtherLibrary() {
    assertEquals(VECTORS.hex("smallHash"), SMALL.hash(ENTRY_POINT, number(11_820)).toString());
    assertEquals(VECTORS.hex("largeHash"), LARGE.hash(ENTRY_POINT, number(1)).toString());
  }

  @Test
  void callDataIsThatOfTheOtherLibrary() {
    assertEquals(VECTORS.hex("smallHandleOps"), hex(SMALL.handleOps(SENDER)));
    assertEquals(VECTORS.hex("largeHandleOps"), hex(LARGE.handleOps(SENDER)));
  }

  @Test
  void chainsHaveNoNegativeId() {
    assertThrows(IllegalArgumentException.class, () -> SMALL.hash(ENTRY_POINT, number(-1)));
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
