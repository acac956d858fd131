package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments of cryptography at every edge (hazard H23, CVE-2022-21449, Besu's r and s). */
@Timeout(60)
class HostileCryptoTest {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final BigInteger MODULUS =
      new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);
  private static final String X1 =
      "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2";
  private static final String X2 =
      "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed";
  private static final String Y1 =
      "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b";
  private static final String Y2 =
      "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex("0".repeat(hex.length() % 2) + hex));
  }

  private static ByteString word(BigInteger value) {
    String hex = value.toString(16);
    return hex("0".repeat(Math.max(0, 64 - hex.length())) + hex);
  }

  private static HostFunctionCaller.Ended run(String function, MessageLite message) {
    return HostFunctionCaller.run(
        ExecutionContext.builder().build(),
        HostFunctionCaller.GAS,
        ImportPrice.FREE,
        "crypto-api",
        "__CryptoApi__." + function,
        new Bytes(message.toByteArray()));
  }

  /** Only numbers from 1 to the order less one are scalars: all others recover nothing. */
  @Test
  void scalarsAtTheEdges() {
    List<BigInteger> edges =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            ORDER.subtract(BigInteger.ONE),
            ORDER,
            ORDER.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    int recovered = 0;
    for (BigInteger r : edges) {
      for (BigInteger s : edges) {
        for (String v : List.of("1b", "1c")) {
          EcRecoverInput input =
              EcRecoverInput.newBuilder()
                  .setHash(word(BigInteger.valueOf(7)))
                  .setV(hex(v))
                  .setR(word(r))
                  .setS(word(s))
                  .build();
          GuestValue value = run("ecRecover", input).value();
          int length = ((Bytes) value).value().length;
          boolean scalars = isScalar(r) && isScalar(s);
          assertTrue(length == 0 || (scalars && length == 32), () -> r + ", " + s + ": " + value);
          recovered += length > 0 ? 1 : 0;
        }
      }
    }
    // With r = 1, which is the abscissa of points; order less one is of none.
    assertEquals(4, recovered);
  }

  private static boolean isScalar(BigInteger value) {
    return value.signum() > 0 && value.compareTo(ORDER) < 0;
  }

  /** EIP-152: the hash of "abc" is that of 12 rounds. */
  @ParameterizedTest
  @CsvSource({
    "0, 08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
        + "d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b",
    "1, b63a380cb2897d521994a85234ee2c181b5f844d2c624c002677e9703449d2fb"
        + "a551b3a8333bcdf5f2f7e08993d53923de3d64fcc68c034e717b9293fed7a421",
    "12, ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
  })
  void roundsOfCompression(int rounds, String expected) {
    String h =
        "48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
            + "d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b";
    Blake2FInput input =
        Blake2FInput.newBuilder()
            .setH(hex(h))
            .setM(hex("616263" + "00".repeat(125)))
            .setT(hex("03" + "00".repeat(15)))
            .setFinal(true)
            .setRounds(hex(String.format("%08x", rounds)))
            .build();
    run("blake2F", input).returned(expected);
  }

  private static G2 generator() {
    return G2.newBuilder().setX1(hex(X1)).setX2(hex(X2)).setY1(hex(Y1)).setY2(hex(Y2)).build();
  }

  /** The generator and its negative in turn: every two cancel each other out. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "2, 1", "3, 0", "1000, 1"})
  void pairs(int count, int isOne) {
    Bn256PairingInput.Builder input = Bn256PairingInput.newBuilder();
    for (int i = 0; i < count; i++) {
      BigInteger y = BigInteger.TWO;
      G1 point =
          G1.newBuilder()
              .setX(word(BigInteger.ONE))
              .setY(word(i % 2 == 0 ? y : MODULUS.subtract(y)))
              .build();
      input.addCs(point).addTs(generator());
    }
    run("bn256Pairing", input.build()).returned("00".repeat(31) + "0" + isOne);
  }

  /** Each coordinate in turn is the field's modulus more than it should be. */
  @Test
  void coordinatesBeyondTheField() {
    G1 first = G1.newBuilder().setX(word(BigInteger.ONE)).setY(word(BigInteger.TWO)).build();
    for (int field = 1; field <= 4; field++) {
      ByteString more =
          word(new BigInteger(List.of(X1, X2, Y1, Y2).get(field - 1), 16).add(MODULUS));
      G2.Builder second = generator().toBuilder();
      second.setField(G2.getDescriptor().findFieldByNumber(field), more);
      Bn256PairingInput input = Bn256PairingInput.newBuilder().addCs(first).addTs(second).build();
      assertEquals(null, run("bn256Pairing", input).value());
    }
    for (int field = 1; field <= 2; field++) {
      G1.Builder point = first.toBuilder();
      point.setField(
          G1.getDescriptor().findFieldByNumber(field),
          word(BigInteger.valueOf(field).add(MODULUS)));
      Bn256PairingInput input =
          Bn256PairingInput.newBuilder().addCs(point).addTs(generator()).build();
      assertEquals(null, run("bn256Pairing", input).value());
    }
  }

  /** Moduli of zero, one and even ones, and nothing at all. */
  @ParameterizedTest
  @CsvSource({
    "03, 05, 00, 00",
    "03, 05, 0000000000, 0000000000",
    "03, 05, 01, 00",
    "03, 05, 02, 01",
    "03, 05, 0100, 00f3",
    "'', '', 07, 01",
    "00, 00, 07, 01",
    "00, 05, 07, 00",
    "03, '', 07, 01",
    "05, 03, '', ''",
  })
  void powers(String base, String exponent, String modulus, String expected) {
    HostFunctionCaller.Ended ended =
        HostFunctionCaller.run(
            ExecutionContext.builder().build(),
            HostFunctionCaller.GAS,
            ImportPrice.FREE,
            "crypto-api",
            "__CryptoApi__.bigModExp",
            new Bytes(hex(base).toByteArray()),
            new Bytes(hex(exponent).toByteArray()),
            new Bytes(hex(modulus).toByteArray()));
    byte[] value = ((Bytes) ended.value()).value();
    assertEquals(expected, HexFormat.of().formatHex(value));
  }
}
