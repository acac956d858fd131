package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.Bn256ScalarMulInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.crypto.Blake2F;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** host-apis, section 2: what the public vectors do not show. */
class CurveApiTest {

  private static final String HASH =
      "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c";
  private static final String R =
      "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f";
  private static final String S =
      "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549";
  private static final String ADDRESS =
      "000000000000000000000000a94f5374fce5edbc8e2a8697c15331677e6ebf0b";
  private static final String ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  private static final String MODULUS =
      "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "28 as one byte, 1c, true",
    "28 behind 31 zeros, 000000000000000000000000000000000000000000000000000000000000001c, true",
    "28 behind 40 zeros, "
        + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "1c, true",
    "another byte that is not zero, 011c, false",
    "29, 1d, false",
    "26: modulo 256 that is 255, 1a, false",
    "0, 00, false",
  })
  void theRecoveryByte(String name, String v, boolean recovers) {
    assertEquals(bytes(recovers ? ADDRESS : ""), recover(HASH, v, R, S));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "r is zero, 00, " + S,
    "r is empty, '', " + S,
    "r is the order, " + ORDER + ", " + S,
    "s is zero, " + R + ", 0000",
    "s is the order, " + R + ", " + ORDER,
    "r is short and lies to the left, " + "73b1, " + S,
    "r is above the order with a byte before it, 01" + R + ", " + S,
  })
  void signaturesThatRecoverNothing(String name, String r, String s) {
    assertEquals(bytes(""), recover(HASH, "1c", r, s));
  }

  /** Copied to the left: zeros before 32 bytes push the rest out of its place. */
  @Test
  void zerosBeforeShiftAScalar() {
    GuestValue shifted = recover(HASH, "1c", "00" + R, S);
    GuestValue written = recover(HASH, "1c", "00" + R.substring(0, 62), S);
    assertEquals(written, shifted);
    assertTrue(!shifted.equals(bytes(ADDRESS)));
    // What is short is not moved to the right: another key.
    assertEquals(recover(HASH, "1c", R, "ee" + "00".repeat(31)), recover(HASH, "1c", R, "ee"));
  }

  @ParameterizedTest
  @CsvSource({"''", "18c5", HASH + "00"})
  void hashesOfAnotherLengthRecoverNothing(String hash) {
    assertEquals(bytes(""), recover(hash, "1c", R, S));
  }

  @Test
  void anEmptyRecoveryByteIsACrash() {
    HostFunctionCaller.crash(
        context(), "crypto-api", "__CryptoApi__.ecRecover", input(HASH, "", R, S));
  }

  @ParameterizedTest
  @CsvSource({
    "ecRecover, ''",
    "ecRecover, 0a01",
    "bn256Add, ''",
    "bn256Add, 0a040a001200",
    "bn256ScalarMul, ''",
    "blake2F, ''",
    "bn256Pairing, 0a00",
  })
  void undecodableInputIsAnError(String function, String input) {
    Trap trap = assertThrows(Trap.class, () -> call(function, bytes(input)));
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
  }

  @Test
  void shortFieldsArePaddedToTheRight() {
    // x = 01 00 .. 00 is no coordinate of a point; an empty point is infinity.
    assertError("bn256Add", add(point("01", "02"), point("", "")));
    assertEquals(
        new Bytes(point("00".repeat(32), "00".repeat(32)).toByteArray()),
        call("bn256Add", add(point("", ""), point("", ""))));
  }

  @Test
  void longFieldsSpillOver() {
    String one = "00".repeat(31) + "01";
    String two = "00".repeat(31) + "02";
    // a.x brings a.y along, but a.y is copied later; what b.y has too much is cut.
    GuestValue sum = call("bn256Add", add(point(one + two, two), point(one, two + "ff")));
    assertEquals(call("bn256Add", add(point(one, two), point(one, two))), sum);
    // Behind a short a.y stays what a.x spilt.
    GuestValue spilt = call("bn256Add", add(point(one + two, ""), point("", "")));
    assertEquals(new Bytes(point(one, two).toByteArray()), spilt);
  }

  @Test
  void pointsThatAreNone() {
    assertError("bn256Add", add(point(MODULUS, "00"), point("", "")));
    assertError(
        "bn256Add", add(point("00".repeat(31) + "01", "00".repeat(31) + "03"), point("", "")));
    assertError(
        "bn256ScalarMul",
        message(
            Bn256ScalarMulInput.newBuilder()
                .setA(point("00".repeat(31) + "01", MODULUS))
                .setScalar(hex("01"))
                .build()));
  }

  @Test
  void pairingsOfListsOfDifferentLength() {
    Bn256PairingInput input = Bn256PairingInput.newBuilder().addCs(point("", "")).build();
    HostFunctionCaller.error(
        context(), "params not valid", "crypto-api", "__CryptoApi__.bn256Pairing", message(input));
    assertEquals(bytes("00".repeat(31) + "01"), call("bn256Pairing", bytes("")));
  }

  @Test
  void secondPointsOutsideTheTwist() {
    G2 wrong =
        G2.newBuilder()
            .setX1(hex("00".repeat(31) + "01"))
            .setX2(hex("00".repeat(31) + "01"))
            .setY1(hex("00".repeat(31) + "01"))
            .setY2(hex("00".repeat(31) + "01"))
            .build();
    assertError(
        "bn256Pairing",
        message(Bn256PairingInput.newBuilder().addCs(point("", "")).addTs(wrong).build()));
  }

  @ParameterizedTest
  @CsvSource({
    "63, 128, 16, 4",
    "65, 128, 16, 4",
    "64, 127, 16, 4",
    "64, 128, 15, 4",
    "64, 128, 16, 3",
    "64, 128, 16, 5"
  })
  void compressionOfOtherLengths(int h, int m, int t, int rounds) {
    HostFunctionCaller.error(
        context(),
        "params not valid",
        "crypto-api",
        "__CryptoApi__.blake2F",
        message(blake(h, m, t, rounds)));
  }

  /** 2^32 - 1 rounds take minutes; the guard is asked all along. */
  @Test
  void aLongCompressionCanBeStopped() {
    Trap stop = new Trap(TrapKind.INTERRUPTED);
    int[] asked = new int[1];
    Runnable guard =
        () -> {
          if (++asked[0] == 3) {
            throw stop;
          }
        };
    long[] words = new long[16];
    Trap thrown =
        assertThrows(
            Trap.class, () -> Blake2F.compress(-1, new long[8], words, words, true, guard));
    assertEquals(stop, thrown);
  }

  private static Blake2FInput blake(int h, int m, int t, int rounds) {
    return Blake2FInput.newBuilder()
        .setH(hex("00".repeat(h)))
        .setM(hex("00".repeat(m)))
        .setT(hex("00".repeat(t)))
        .setRounds(hex("00".repeat(rounds)))
        .setFinal(true)
        .build();
  }

  private static GuestValue recover(String hash, String v, String r, String s) {
    return call("ecRecover", input(hash, v, r, s));
  }

  private static GuestValue input(String hash, String v, String r, String s) {
    return message(
        EcRecoverInput.newBuilder()
            .setHash(hex(hash))
            .setV(hex(v))
            .setR(hex(r))
            .setS(hex(s))
            .build());
  }

  private static GuestValue add(G1 a, G1 b) {
    return message(Bn256AddInput.newBuilder().setA(a).setB(b).build());
  }

  private static G1 point(String x, String y) {
    return G1.newBuilder().setX(hex(x)).setY(hex(y)).build();
  }

  private static void assertError(String function, GuestValue input) {
    Trap trap = assertThrows(Trap.class, () -> call(function, input));
    assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
  }

  private static GuestValue call(String function, GuestValue... arguments) {
    return HostFunctionCaller.call(context(), "crypto-api", "__CryptoApi__." + function, arguments);
  }

  private static ExecutionContext context() {
    return ExecutionContext.builder().build();
  }

  private static GuestValue message(com.google.protobuf.MessageLite message) {
    return new Bytes(message.toByteArray());
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static Bytes bytes(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }
}
