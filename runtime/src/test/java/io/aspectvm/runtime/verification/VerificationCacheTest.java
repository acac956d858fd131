package io.aspectvm.runtime.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.joinpoint.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VerificationCacheTest {

  private final VerificationCache cache = new VerificationCache(2);
  private final List<Integer> verified = new ArrayList<>();

  private static UnsignedTransaction transaction(int number) {
    byte[] hash = new byte[32];
    hash[31] = (byte) number;
    return UnsignedTransaction.of(hash, Inputs.TO, new byte[0]);
  }

  private String verify(int number) {
    Supplier<VerificationResult> verification =
        () -> {
          verified.add(number);
          return VerificationResult.rejected("error " + number, null);
        };
    return cache.get(transaction(number), verification).error();
  }

  @Test
  void aTransactionIsVerifiedOnce() {
    assertEquals("error 1", verify(1));
    assertEquals("error 1", verify(1));
    assertEquals("error 2", verify(2));
    assertEquals(List.of(1, 2), verified);
  }

  @Test
  void theOldestGoFirst() {
    verify(1);
    verify(2);
    verify(3);
    verify(2);
    verify(1);
    assertEquals(List.of(1, 2, 3, 1), verified);
  }

  @Test
  void anotherBlockVerifiesAgain() {
    verify(1);
    cache.clear();
    verify(1);
    assertEquals(List.of(1, 1), verified);
  }

  @Test
  void whatHasNoHashIsVerifiedEveryTime() {
    verify(0);
    verify(0);
    assertEquals(List.of(0, 0), verified);
  }

  @Test
  void noResultOutlivesTheBlockThatItWasBegunIn() {
    cache.get(
        transaction(1),
        () -> {
          cache.clear();
          return VerificationResult.rejected("stale", null);
        });
    assertEquals("error 1", verify(1));
  }

  @Test
  void theFirstOfTwoCounts() {
    VerificationResult outer =
        cache.get(
            transaction(1),
            () -> {
              verify(1);
              return VerificationResult.rejected("later", null);
            });
    assertEquals("error 1", outer.error());
  }

  @Test
  void aCacheHasRoom() {
    assertThrows(IllegalArgumentException.class, () -> new VerificationCache(0));
  }
}
