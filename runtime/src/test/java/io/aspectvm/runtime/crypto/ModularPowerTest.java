package io.aspectvm.runtime.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@link BigInteger#modPow}, with sizes on all the ways that the code knows. */
@Timeout(120)
class ModularPowerTest {

  private static final Runnable NOBODY = () -> {};

  private final SplittableRandom random = new SplittableRandom(11);

  private byte[] random(int bytes) {
    byte[] number = new byte[bytes];
    random.nextBytes(number);
    return number;
  }

  private static void check(byte[] base, byte[] exponent, BigInteger modulus) {
    BigInteger expected = new BigInteger(1, base).modPow(new BigInteger(1, exponent), modulus);
    assertEquals(expected, ModularPower.of(base, exponent, modulus, NOBODY));
    assertEquals(expected, ModularPower.inSteps(base, exponent, modulus, NOBODY));
  }

  @ParameterizedTest(name = "base {0}, exponent {1}, modulus {2} bytes")
  @CsvSource({
    "1, 1, 1",
    "1, 500, 1",
    "32, 32, 32",
    "100, 0, 64",
    "0, 5, 64",
    "8, 2000, 8",
    "10000, 2, 400",
    "500000, 1, 64",
    "2048, 8, 2000",
    "100, 8, 2049",
  })
  void powers(int base, int exponent, int modulus) {
    byte[] b = random(base);
    byte[] e = random(exponent);
    BigInteger odd = new BigInteger(1, random(modulus)).setBit(8 * modulus - 1).setBit(0);
    check(b, e, odd);
    check(b, e, odd.clearBit(0));
    check(b, e, odd.shiftRight(3).setBit(0));
  }

  /** So large that products are cut, and the reciprocal is found from its upper half. */
  @Test
  void cubesOfLargeNumbers() {
    byte[] base = random(70_000);
    BigInteger b = new BigInteger(1, base);
    BigInteger modulus = new BigInteger(1, random(33_000)).setBit(8 * 33_000 - 1);
    for (BigInteger m : List.of(modulus.setBit(0), modulus.clearBit(0), modulus.shiftRight(3))) {
      BigInteger square = b.multiply(b).mod(m);
      assertEquals(square.multiply(b).mod(m), ModularPower.of(base, new byte[] {3}, m, NOBODY));
    }
  }

  /** Moduli at the edges of Barrett's estimate, and operands right below them. */
  @Test
  void edges() {
    int bits = 8 * 2100;
    for (BigInteger modulus :
        new BigInteger[] {
          BigInteger.ONE.shiftLeft(bits),
          BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE),
          BigInteger.ONE.shiftLeft(bits).add(BigInteger.ONE),
          BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE.shiftLeft(bits / 2)),
          BigInteger.ONE.shiftLeft(bits).add(BigInteger.ONE.shiftLeft(bits / 2)),
        }) {
      for (int less = 0; less < 3; less++) {
        BigInteger base = modulus.subtract(BigInteger.valueOf(less));
        check(base.toByteArray(), new byte[] {0, 3}, modulus);
        check(base.toByteArray(), new byte[0], modulus);
      }
      check(new byte[3000], new byte[] {0, 0, 7}, modulus);
      byte[] ones = new byte[5000];
      Arrays.fill(ones, (byte) 0xFF);
      check(ones, new byte[] {(byte) 0xFF}, modulus);
    }
  }

  /** Years of work, of every kind: the guard is asked all along, and what it throws gets out. */
  @ParameterizedTest(name = "base {0}, exponent {1}, modulus {2} bytes")
  @CsvSource({
    "1000000, 1000000, 1000000",
    "3000000, 1, 1000000",
    "32, 100000000, 32",
    "2048, 1000000, 2048",
    "3072, 1000000, 3072",
  })
  void longOnesCanBeStopped(int base, int exponent, int modulus) {
    Trap stop = new Trap(TrapKind.INTERRUPTED);
    long start = System.nanoTime();
    Runnable guard =
        () -> {
          if (System.nanoTime() - start > 300_000_000) {
            throw stop;
          }
        };
    byte[] b = random(base);
    byte[] e = random(exponent);
    BigInteger m = new BigInteger(1, random(modulus)).setBit(8 * modulus - 1);
    assertSame(stop, assertThrows(Trap.class, () -> ModularPower.of(b, e, m, guard)));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toSeconds() < 10, took::toString);
  }
}
