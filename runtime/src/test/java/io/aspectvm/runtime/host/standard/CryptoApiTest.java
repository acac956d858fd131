package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** host-apis, section 2. */
class CryptoApiTest {

  private static final String P_MINUS_1 = "f".repeat(55) + "efffffc2e";
  private static final String P = "f".repeat(55) + "efffffc2f";

  @ParameterizedTest
  @CsvSource({
    "sha256, '', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha256, 616263, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "ripemd160, 616263, 0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
    "ripemd160, '', 0000000000000000000000009c1185a5c5e9fc54612808977ee8f548b2258d31",
    "keccak, 616263, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    "keccak, '', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "keccak, 00000000000000000000, "
        + "6bd2dd6bd408cbee33429358bf24fdc64612fbf8b1b4db604518f40ffd34b607",
  })
  void hashes(String function, String data, String expected) {
    assertEquals(bytes(expected), call(function, bytes(data)));
  }

  @Test
  void modularExponentiation() {
    assertEquals(bytes("0".repeat(63) + "1"), modExp("03", P_MINUS_1, P));
    assertEquals(bytes("0".repeat(64)), modExp("", "05", P));
    assertEquals(bytes("0".repeat(63) + "1"), modExp("", "", P), "0^0 is 1");
    assertEquals(bytes("0001"), modExp("07", "00", "0100"));
    assertEquals(bytes("00"), modExp("07", "00", "01"));
    assertEquals(bytes("0000"), modExp("07", "02", "0001"));
    assertEquals(bytes("31"), modExp("07", "02", "64"));
    assertEquals(bytes("0031"), modExp("00000007", "0002", "0064"), "as long as the modulus");
    assertEquals(bytes("000000"), modExp("07", "02", "000000"));
    assertEquals(bytes(""), modExp("07", "02", ""));
    assertEquals(bytes("00"), modExp("ff", "ff", "05"), "unsigned");
    HostFunctionCaller.error(
        context(),
        "params not valid",
        "crypto-api",
        "__CryptoApi__.bigModExp",
        bytes(""),
        bytes("07"),
        bytes(""));
  }

  private static GuestValue modExp(String base, String exponent, String modulus) {
    return call("bigModExp", bytes(base), bytes(exponent), bytes(modulus));
  }

  private static GuestValue call(String function, GuestValue... arguments) {
    return HostFunctionCaller.call(context(), "crypto-api", "__CryptoApi__." + function, arguments);
  }

  private static ExecutionContext context() {
    return ExecutionContext.builder().build();
  }

  private static Bytes bytes(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }
}
