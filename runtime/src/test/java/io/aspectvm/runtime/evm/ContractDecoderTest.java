package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the decoder takes, and what it refuses. */
class ContractDecoderTest {

  private static final String ONES = "f".repeat(64);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uint8; 255",
        "int8; 127",
        "bool; 1",
      })
  void narrowNumbersMustBeInRange(String type, long largest) throws Exception {
    assertEquals(
        type.equals("bool") ? true : BigInteger.valueOf(largest),
        decode("(" + type + ")", word(largest)).get(0));
    refused("(" + type + ")", word(largest + 1));
    if (type.equals("int8")) {
      assertEquals(BigInteger.valueOf(-1), decode("(int8)", ONES).number(0));
      refused("(int8)", "f".repeat(62) + "7f");
    } else {
      refused("(" + type + ")", ONES);
    }
  }

  @Test
  void wideNumbersAreCut() throws Exception {
    BigInteger all = BigInteger.ONE.shiftLeft(192).subtract(BigInteger.ONE);
    assertEquals(all, decode("(uint192)", ONES).number(0));
    assertEquals(
        BigInteger.ONE.shiftLeft(127).negate(),
        decode("(int128)", "0".repeat(32) + "8" + "0".repeat(31)).number(0));
  }

  @Test
  void bytesBeforeAnAddressAreIgnored() throws Exception {
    assertEquals("ff".repeat(20), decode("(address)", ONES).address(0).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "offset beyond the end; 40",
        "offset that leaves no length; 21",
        "offset of 2^31; 80000000",
        "offset of 2^64 - 32; ffffffffffffffe0",
        "offset of 2^256 - 1; ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void offsetsMustBeInside(String what, String offset) {
    String padded = "0".repeat(64 - offset.length()) + offset;
    for (String type : new String[] {"(bytes)", "(string)", "(uint8[])", "((string,bytes)[])"}) {
      refused(type, padded + word(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "7fffffff", "80000000", "ffffffffffffffff"})
  void lengthsMustBeInside(String length) {
    String padded = "0".repeat(64 - length.length()) + length;
    for (String type : new String[] {"(bytes)", "(string)", "(uint8[])", "((string,bytes)[])"}) {
      refused(type, word(32) + padded);
    }
    refused("(bytes)", word(32) + ONES);
  }

  @Test
  void contentsMayOverlapAndBeInAnyOrderAndHaveBytesBehind() throws Exception {
    ContractValues same = decode("(bytes,bytes)", word(64) + word(64) + word(1) + "ab");
    assertEquals("ab", HexFormat.of().formatHex(same.bytes(0)));
    assertEquals("ab", HexFormat.of().formatHex(same.bytes(1)));
    assertEquals(0, decode("(bytes)", word(32) + word(0) + ONES).bytes(0).length);
  }

  @Test
  void littleDataCannotBecomeMuch() {
    // Each of 1,000 elements has the same 30,000 bytes.
    StringBuilder bomb = new StringBuilder(word(32) + word(1_000));
    bomb.append(word(1_000 * 32).repeat(1_000));
    bomb.append(word(30_000)).append("ab".repeat(30_000));
    ContractDataException refused = refused("(bytes[])", bomb.toString());
    assertEquals("contents overlap too much", refused.getMessage());
  }

  @Test
  void elementsWithoutSizeAreRefused() {
    refused("(()[])", word(32) + word(2));
  }

  @Test
  void randomDataIsDecodedOrRefused() {
    Random random = new Random(4);
    ContractType type =
        ContractType.parse("(bytes,(string,bytes)[],address,uint64[][],(bool,(string,int8)))");
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] data = new byte[random.nextInt(20) * 32 + random.nextInt(2)];
      for (int at = 31; at < data.length; at += 32) {
        data[at] = (byte) (random.nextInt(12) * 32); // Mostly offsets that are inside.
      }
      if (data.length > 0 && random.nextBoolean()) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      try {
        ContractDecoder.tuple(type, data);
      } catch (ContractDataException expected) {
        refused++;
      }
    }
    assertTrue(refused > 0 && refused < 20_000, () -> "not a useful mix");
  }

  @Test
  void valuesThatDoNotFitAreNotEncoded() {
    for (Object value :
        new Object[] {BigInteger.valueOf(256), BigInteger.valueOf(-1), "1", Boolean.TRUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ContractFunction.encode(ContractType.parse("(uint8)"), value));
    }
    ContractType two = ContractType.parse("(bytes3,int8)");
    assertThrows(IllegalArgumentException.class, () -> ContractFunction.encode(two, new byte[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> ContractFunction.encode(two, new byte[4], BigInteger.ONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> ContractFunction.encode(two, new byte[3], BigInteger.valueOf(128)));
  }

  private static ContractValues decode(String type, String hex) throws ContractDataException {
    return ContractDecoder.tuple(ContractType.parse(type), HexFormat.of().parseHex(hex));
  }

  private static ContractDataException refused(String type, String hex) {
    return assertThrows(ContractDataException.class, () -> decode(type, hex));
  }

  private static String word(long value) {
    byte[] bytes = UnsignedBytes.minimal(value);
    return "00".repeat(32 - bytes.length) + HexFormat.of().formatHex(bytes);
  }
}
