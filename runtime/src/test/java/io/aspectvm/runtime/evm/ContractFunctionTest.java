package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Encodings compared with another library's; see the file of vectors. */
class ContractFunctionTest {

  private static final Vectors VECTORS = Vectors.of("contract-vectors.txt");
  private static final ByteKey A = address("0102030405060708090a0b0c0d0e0f1011121314");
  private static final ByteKey B = address("ff".repeat(20));

  private static final ContractFunction DEPLOY =
      ContractFunction.of("deploy(bytes,bytes,(string,bytes)[],address,bytes,uint256)", "(bytes)");
  private static final ContractFunction BIND =
      ContractFunction.of("bind(address,uint256,address,int8)", "()");
  private static final ContractFunction ASPECTS_OF =
      ContractFunction.of("aspectsOf(address)", "((address,uint64,int8)[])");
  private static final ContractFunction ADDRESSES =
      ContractFunction.of("boundAddressesOf(address)", "(address[])");
  private static final ContractFunction REVERT = ContractFunction.of("Error(string)", "()");
  private static final ContractFunction MIXED =
      ContractFunction.of("f()", "(bool,bytes32,bytes3,(uint8,(string,int256)),uint16[][],string)");

  /** A vector, and the call or result that it is of. */
  record Case(String name, ContractFunction function, boolean call, Object... values) {
    byte[] encode() {
      return call ? function.encodeCall(values) : function.encodeResult(values);
    }

    ContractValues decode(byte[] data) throws ContractDataException {
      return call ? function.decodeCall(data) : function.decodeResult(data);
    }

    byte[] encodeAgain(byte[] data) throws ContractDataException {
      return new Case(name, function, call, array(decode(data))).encode();
    }
  }

  static List<Case> cases() {
    List<ContractValues> properties =
        List.of(
            ContractValues.of(text("owner"), A.bytes()),
            ContractValues.of(text(""), new byte[0]),
            ContractValues.of(text("k".repeat(33)), filled(0xAB)));
    List<ContractValues> bound =
        List.of(
            ContractValues.of(A, number(2).pow(64).subtract(BigInteger.ONE), number(-128)),
            ContractValues.of(B, number(1), number(127)));
    List<List<BigInteger>> nested =
        List.of(List.of(number(1), number(2)), List.of(), List.of(number(65_535)));
    ContractValues inner =
        ContractValues.of(
            number(255), ContractValues.of(text("h\u00E9llo"), number(2).pow(255).negate()));
    return List.of(
        new Case(
            "deploy",
            DEPLOY,
            true,
            new byte[] {0, 'a', 's', 'm'},
            new byte[0],
            properties,
            A,
            new byte[] {1, 2, 3},
            number(255)),
        new Case(
            "deployWithoutProperties",
            DEPLOY,
            true,
            new byte[0],
            new byte[] {1},
            List.of(),
            B,
            new byte[0],
            number(0)),
        new Case("bind", BIND, true, A, number(2).pow(256).subtract(BigInteger.ONE), B, number(-1)),
        new Case("aspectsOf", ASPECTS_OF, false, bound),
        new Case("boundAddressesOf", ADDRESSES, false, List.of(A, B)),
        new Case("revert", REVERT, true, text("not owner")),
        new Case(
            "mixed",
            MIXED,
            false,
            true,
            filled(0xCD),
            new byte[] {1, 2, 3},
            inner,
            nested,
            text("")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void encodingsAreThoseOfTheOtherLibrary(Case vector) throws Exception {
    assertEquals(VECTORS.hex(vector.name()), hex(vector.encode()));
    assertArrayEquals(vector.encode(), vector.encodeAgain(vector.encode()));
  }

  @Test
  void decodedValuesHaveTheirJavaTypes() throws Exception {
    ContractValues deploy = DEPLOY.decodeCall(VECTORS.bytes("deploy"));
    assertEquals("0061736d", hex(deploy.bytes(0)));
    assertEquals(A, deploy.address(3));
    assertEquals(number(255), deploy.number(5));
    ContractValues property = (ContractValues) deploy.array(2).get(0);
    assertEquals(text("owner"), property.string(0));
    assertArrayEquals(A.bytes(), property.bytes(1));

    ContractValues mixed = MIXED.decodeResult(VECTORS.bytes("mixed"));
    assertTrue(mixed.bool(0));
    assertEquals(number(2).pow(255).negate(), mixed.tuple(3).tuple(1).number(1));
    assertEquals(6, mixed.size());
    assertThrows(ClassCastException.class, () -> mixed.number(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "deploy(bytes,bytes,(string,bytes)[],address,bytes,uint256); df8c47d2",
        "upgrade(address,bytes,(string,bytes)[],uint256); 100a252e",
        "isOwner(address); 2f54bf6e",
        "getNonce(address,uint192); 35567e1a",
      })
  void selectorsAreThoseOfTheSpecification(String signature, String selector) {
    ContractFunction function = ContractFunction.of(signature, "()");
    assertEquals(selector, hex(function.selector()));
    assertEquals(signature, function.toString());
    assertTrue(function.isCalledBy(function.selector()));
    assertFalse(function.isCalledBy(new byte[4]));
    assertFalse(function.isCalledBy(Arrays.copyOf(function.selector(), 3)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingButPaddingMayBeMissing(Case vector) {
    byte[] whole = VECTORS.bytes(vector.name());
    int from = vector.call() ? ContractFunction.SELECTOR_BYTES : 0;
    int refused = 0;
    for (int length = from; length < whole.length; length++) {
      try {
        byte[] again = vector.encodeAgain(Arrays.copyOf(whole, length));
        assertArrayEquals(whole, again, vector.name() + " cut to " + length);
      } catch (ContractDataException expected) {
        refused++;
      }
    }
    assertTrue(refused > (whole.length - from) / 2, () -> vector.name() + " was too patient");
  }

  private static ByteKey address(String hex) {
    return ByteKey.address(HexFormat.of().parseHex(hex));
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private static GuestString text(String text) {
    return GuestString.of(text);
  }

  private static byte[] filled(int value) {
    byte[] word = new byte[32];
    Arrays.fill(word, (byte) value);
    return word;
  }

  private static Object[] array(ContractValues values) {
    return values.values().toArray();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
