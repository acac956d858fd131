package io.aspectvm.runtime.crypto.bn254;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.evm.UnsignedBytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The base field against BigInteger, the towers against their definitions. */
class FieldTest {

  private static final BigInteger P = Fp.MODULUS;
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  private static BigInteger random() {
    byte[] bytes = new byte[40];
    RANDOM.nextBytes(bytes);
    return new BigInteger(1, bytes).mod(P);
  }

  private static List<BigInteger> samples() {
    List<BigInteger> samples = new ArrayList<>();
    for (int shift : new int[] {0, 1, 51, 52, 53, 103, 104, 155, 156, 207, 208, 253}) {
      samples.add(BigInteger.ONE.shiftLeft(shift));
      samples.add(BigInteger.ONE.shiftLeft(shift).subtract(BigInteger.ONE));
      samples.add(P.subtract(BigInteger.ONE.shiftLeft(shift)));
    }
    for (int i = 0; i < 30; i++) {
      samples.add(random());
    }
    return samples;
  }

  @Test
  void baseField() {
    for (BigInteger a : samples()) {
      for (BigInteger b : samples()) {
        assertEquals(a.add(b).mod(P), Fp.of(a).add(Fp.of(b)).value());
        assertEquals(a.subtract(b).mod(P), Fp.of(a).subtract(Fp.of(b)).value());
        assertEquals(a.multiply(b).mod(P), Fp.of(a).multiply(Fp.of(b)).value());
      }
      assertEquals(a.negate().mod(P), Fp.of(a).negate().value());
      if (a.signum() != 0) {
        assertEquals(a.modInverse(P), Fp.of(a).inverse().value());
      }
    }
  }

  @Test
  void inverses() {
    for (int i = 0; i < 5_000; i++) {
      BigInteger small = BigInteger.valueOf(i + 1);
      for (BigInteger a : List.of(small, P.subtract(small), random().add(BigInteger.ONE).mod(P))) {
        assertEquals(a.modInverse(P), Fp.of(a).inverse().value());
      }
    }
    assertThrows(IllegalArgumentException.class, Fp.ZERO::inverse);
  }

  @Test
  void bytes() {
    for (BigInteger a : samples()) {
      ByteBuffer bytes = ByteBuffer.allocate(Fp.BYTES);
      Fp.of(a).write(bytes);
      assertEquals(a, new BigInteger(1, bytes.array()));
      assertEquals(Fp.of(a), Fp.read(bytes.flip()));
    }
    BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger tooLarge = P; tooLarge.compareTo(largest) <= 0; tooLarge = tooLarge.add(P)) {
      assertNull(Fp.read(ByteBuffer.wrap(UnsignedBytes.minimal(tooLarge))));
    }
    assertNull(Fp.read(ByteBuffer.wrap(UnsignedBytes.minimal(largest))));
  }

  private static Fp2 two() {
    return new Fp2(Fp.of(random()), Fp.of(random()));
  }

  private static Fp6 six() {
    return new Fp6(two(), two(), two());
  }

  private static Fp12 twelve() {
    return new Fp12(six(), six());
  }

  @Test
  void towers() {
    for (int i = 0; i < 50; i++) {
      Fp12 a = twelve();
      Fp12 b = twelve();
      Fp12 c = twelve();
      assertEquals(a.multiply(b), b.multiply(a));
      assertEquals(a.multiply(b).multiply(c), a.multiply(b.multiply(c)));
      assertEquals(a.square(), a.multiply(a));
      assertEquals(Fp12.ONE, a.multiply(a.inverse()));
      assertEquals(a.a().square(), a.a().multiply(a.a()));
      assertEquals(Fp6.ONE, a.a().multiply(a.a().inverse()));
      assertEquals(Fp2.ONE, a.a().a().multiply(a.a().a().inverse()));
      assertEquals(a.a().a().square(), a.a().a().multiply(a.a().a()));
      assertEquals(a.a().a().timesXi(), a.a().a().multiply(Fp2.XI));
      Fp2 x = two();
      Fp2 y = two();
      Fp2 z = two();
      Fp12 line = new Fp12(new Fp6(x, Fp2.ZERO, Fp2.ZERO), new Fp6(y, z, Fp2.ZERO));
      assertEquals(a.multiply(line), a.multiplyByLine(x, y, z));
    }
  }

  @Test
  void theFrobeniusMapIsThePowerOfP() {
    Fp12 a = twelve();
    assertEquals(PairingTest.power(a, P), a.frobenius());
  }

  @Test
  void cyclotomicElementsHaveShortcuts() {
    for (int i = 0; i < 20; i++) {
      Fp12 a = twelve();
      Fp12 g = a.conjugate().multiply(a.inverse());
      g = g.frobenius().frobenius().multiply(g);
      assertEquals(g.square(), g.cyclotomicSquare());
      assertEquals(Fp12.ONE, g.multiply(g.conjugate()));
      for (long exponent : new long[] {1, 2, 3, 7, 171, Pairing.U, RANDOM.nextLong(1, 1L << 62)}) {
        assertEquals(
            PairingTest.power(g, BigInteger.valueOf(exponent)), g.cyclotomicPower(exponent));
      }
    }
  }
}
