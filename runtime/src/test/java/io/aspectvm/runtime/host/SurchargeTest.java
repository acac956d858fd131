package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.G2;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gas specification, section 11. */
class SurchargeTest {

  private static final Surcharge ECRECOVER_FLOOR =
      new Surcharge(Surcharge.Unit.NONE, true, 3_000_000, 0);
  private static final Surcharge BLAKE2F_ROUNDS =
      new Surcharge(Surcharge.Unit.ROUND, false, 0, 1_000);
  private static final Surcharge BN256_PAIRING_FLOOR =
      new Surcharge(Surcharge.Unit.PAIR, true, 45_000_000, 34_000_000);
  private static final Surcharge BIG_MOD_EXP_FLOOR =
      new Surcharge(Surcharge.Unit.EIP_2565_GAS, true, 0, 1_000);

  @Test
  void ordinaryPricesSaturate() {
    assertEquals(0, new ImportPrice(5, 2, false, Surcharge.NONE).ordinary(0));
    assertEquals(0, new ImportPrice(5, 2, false, Surcharge.NONE).ordinary(-3));
    assertEquals(5, new ImportPrice(5, 2, true, Surcharge.NONE).ordinary(-3));
    assertEquals(11, new ImportPrice(5, 2, false, Surcharge.NONE).ordinary(3));
    long max = Long.MAX_VALUE;
    assertEquals(max, new ImportPrice(5, max, false, Surcharge.NONE).ordinary(3));
    assertEquals(max, new ImportPrice(max, 1, false, Surcharge.NONE).ordinary(3));
    assertEquals(max, new ImportPrice(0, max / 2, false, Surcharge.NONE).ordinary(3));
    assertEquals(max - 1, new ImportPrice(0, max / 2, false, Surcharge.NONE).ordinary(2));
    assertThrows(
        IllegalArgumentException.class, () -> new ImportPrice(-1, 0, false, Surcharge.NONE));
  }

  @Test
  void floorsAreTheLargerPrice() {
    assertEquals(3_000_000, apply(ECRECOVER_FLOOR, 30_000, new byte[3]));
    assertEquals(3_000_001, apply(ECRECOVER_FLOOR, 3_000_001, new byte[3]));
    assertEquals(77, apply(Surcharge.NONE, 77, new byte[3]));
  }

  @ParameterizedTest
  @CsvSource({"0, 33480000", "12, 33492000", "4294967295, 4295000775000"})
  void blake2FIsPaidByTheRound(long rounds, long price) {
    byte[] message =
        Blake2FInput.newBuilder()
            .setH(ByteString.copyFrom(new byte[64]))
            .setM(ByteString.copyFrom(new byte[128]))
            .setT(ByteString.copyFrom(new byte[16]))
            .setFinal(true)
            .setRounds(
                ByteString.copyFrom(BigInteger.valueOf(rounds | 1L << 32).toByteArray(), 1, 4))
            .build()
            .toByteArray();
    assertEquals(223, message.length);
    assertEquals(price, apply(BLAKE2F_ROUNDS, 33_480_000, message));

    byte[] twice = Arrays.copyOf(new byte[] {0x2A, 4, 9, 9, 9, 9}, 6 + message.length);
    System.arraycopy(message, 0, twice, 6, message.length);
    assertEquals(price, apply(BLAKE2F_ROUNDS, 33_480_000, twice), "the last one counts");
    assertEquals(1, apply(BLAKE2F_ROUNDS, 1, Arrays.copyOf(message, 200)));
    assertEquals(1, apply(BLAKE2F_ROUNDS, 1, new byte[] {0x2A, 3, 9, 9, 9}));
    assertEquals(1, apply(BLAKE2F_ROUNDS, 1, new byte[] {0x2A, 127}));
  }

  @ParameterizedTest
  @CsvSource({"0, 45000000", "1, 79000000", "10, 385000000"})
  void pairingsArePaidByThePair(int pairs, long price) {
    Bn256PairingInput.Builder message = Bn256PairingInput.newBuilder();
    ByteString zero = ByteString.copyFrom(new byte[32]);
    for (int i = 0; i < pairs; i++) {
      message.addCs(G1.newBuilder().setX(zero).setY(zero));
      message.addTs(G2.newBuilder().setX1(zero).setX2(zero).setY1(zero).setY2(zero));
    }
    assertEquals(price, apply(BN256_PAIRING_FLOOR, 0, message.build().toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    // Base, exponent and modulus lengths in bytes, exponent's top byte, EVM gas by EIP-2565.
    "0, 0, 0, 0, 200",
    "32, 32, 32, 255, 1360",
    "64, 1, 64, 2, 200",
    "64, 3, 64, 1, 341",
    "128, 33, 128, 255, 22442",
    "1024, 1, 1024, 1, 5461",
    "1, 0, 1000, 0, 5208",
  })
  void modularExponentiationFollowsTheEvm(
      int base, int exponent, int modulus, int top, long evmGas) {
    byte[] exponentBytes = new byte[exponent];
    if (exponent > 0) {
      exponentBytes[0] = (byte) top;
    }
    assertEquals(
        evmGas * 1000,
        apply(BIG_MOD_EXP_FLOOR, 0, new byte[base], exponentBytes, new byte[modulus]));
  }

  @Test
  void modularExponentiationPricesSaturate() {
    // Lengths that only a memory of gigabytes could hold do not overflow.
    assertEquals(Long.MAX_VALUE, Saturating.multiply(1L << 56, 1L << 34));
    assertEquals(Long.MAX_VALUE, Saturating.add(Long.MAX_VALUE, 1));
    assertEquals(6, Saturating.multiply(2, 3));
    assertEquals(0, Saturating.multiply(0, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "7b 7c, 7000", // Field 15: decoders skip a group, and so does the price.
    "7b 08 96 01 7b 12 01 7c 7c 2d 00000000 7c, 7000",
    "7b 2a 04 00000009 7c, 7000", // What is in a group is not the message's own.
    "2a 04 00000009 2b 2c, 7000",
    "7b, 0", // Not ended, and therefore refused when it is decoded.
    "7c, 0"
  })
  void nothingHidesBehindGroups(String before, long price) {
    byte[] message = HexFormat.of().parseHex(before.replace(" ", "") + "2a0400000007");
    assertEquals(price, apply(BLAKE2F_ROUNDS, 0, message));
  }

  private static long apply(Surcharge surcharge, long ordinary, byte[]... arguments) {
    ValueReader[] readers = new ValueReader[3];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = new ValueReader();
      if (i < arguments.length) {
        readers[i].locate(ValueWriter.encode(new GuestValue.Bytes(arguments[i])), 0);
      }
    }
    return surcharge.apply(ordinary, readers);
  }
}
