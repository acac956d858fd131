package io.aspectvm.runtime.crypto.secp256k1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PublicKeyRecoveryTest {

  private static final PublicKeyRecovery JAVA = new JavaRecovery();
  private static final PublicKeyRecovery NATIVE = new NativeRecovery();
  private static final BigInteger FIELD =
      BigInteger.TWO.pow(256).subtract(BigInteger.TWO.pow(32)).subtract(BigInteger.valueOf(977));

  @Test
  void prefersNativeCode() {
    assertInstanceOf(NativeRecovery.class, PublicKeyRecovery.fastest());
  }

  /** r and s around every bound, hashes of all kinds. */
  @Test
  void bothGiveTheSame() {
    List<byte[]> values = new ArrayList<>();
    for (BigInteger bound : List.of(BigInteger.ZERO, PublicKeyRecovery.ORDER, FIELD)) {
      for (int i = -2; i <= 4; i++) {
        BigInteger value = bound.add(BigInteger.valueOf(i));
        if (value.signum() >= 0) {
          values.add(word(value));
        }
      }
    }
    values.add(word(PublicKeyRecovery.ORDER.shiftRight(1)));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 6; i++) {
      byte[] value = new byte[32];
      random.nextBytes(value);
      values.add(value);
    }
    int keys = 0;
    for (byte[] r : values) {
      for (byte[] s : values) {
        for (int parity = 0; parity < 2; parity++) {
          byte[] hash = values.get(random.nextInt(values.size()));
          byte[] signature = concatenated(r, s);
          byte[] key = NATIVE.recover(hash, signature, parity);
          assertArrayEquals(key, JAVA.recover(hash, signature, parity));
          keys += key == null ? 0 : 1;
        }
      }
    }
    assertNotNull(keys > 100 ? "" : null, "some are valid: " + keys);
  }

  /** A key at infinity: the point that r stands for is the generator, and s equals the hash. */
  @Test
  void infinityIsNoKey() {
    byte[] x =
        word(
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16));
    byte[] s = word(BigInteger.valueOf(7));
    assertNull(JAVA.recover(s, concatenated(x, s), 0));
    assertNull(NATIVE.recover(s, concatenated(x, s), 0));
    assertNotNull(JAVA.recover(s, concatenated(x, s), 1));
  }

  private static byte[] word(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] word = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, word, 32 - length, length);
    return word;
  }

  private static byte[] concatenated(byte[] r, byte[] s) {
    byte[] signature = new byte[64];
    System.arraycopy(r, 0, signature, 0, 32);
    System.arraycopy(s, 0, signature, 32, 32);
    return signature;
  }
}
