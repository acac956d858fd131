package io.aspectvm.runtime.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.Inputs;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** join-points, section 7.1. */
class UnsignedTransactionTest {

  private static final byte[] HASH = new byte[32];
  private static final byte[] DATA = VerificationPayloadTest.VECTOR;

  private static boolean recognised(ByteKey to, byte[] data) {
    return UnsignedTransaction.of(HASH, to, data).isCustomVerified(true);
  }

  @Test
  void allConditionsHold() {
    assertTrue(recognised(Inputs.TO, DATA));
    assertFalse(UnsignedTransaction.of(HASH, Inputs.TO, DATA).isCustomVerified(false));
  }

  @Test
  void somethingIsCalled() {
    assertFalse(recognised(null, DATA));
    assertFalse(recognised(Inputs.address(0), DATA));
  }

  @ParameterizedTest
  @CsvSource({
    ", , , true",
    "0, 0, 0, true",
    "1, 0, 0, false",
    "0, 1, 0, false",
    "0, 0, 1, false",
    "27, 5, 6, false",
    // A signature that lacks a part is none.
    ", 5, 6, true",
    "27, , 6, true",
    "27, 5, , true",
  })
  void thereIsNoSignature(BigInteger v, BigInteger r, BigInteger s, boolean unsigned) {
    UnsignedTransaction transaction = new UnsignedTransaction(HASH, Inputs.TO, DATA, v, r, s);
    assertEquals(unsigned, transaction.isCustomVerified(true));
  }

  @Test
  void theDataBeginAsAPayloadDoes() {
    for (int length = 0; length < 8; length++) {
      assertFalse(recognised(Inputs.TO, Arrays.copyOf(DATA, length)));
    }
    for (int i = 0; i < 9; i++) {
      byte[] changed = DATA.clone();
      changed[i] ^= 1;
      assertFalse(recognised(Inputs.TO, changed), "byte " + i);
    }
    // No more than prefix and checksum is looked at.
    assertTrue(recognised(Inputs.TO, VerificationPayloadTest.data("")));
    assertTrue(recognised(Inputs.TO, VerificationPayloadTest.data("77")));
  }
}
