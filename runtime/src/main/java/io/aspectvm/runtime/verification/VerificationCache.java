package io.aspectvm.runtime.verification;

import io.aspectvm.runtime.host.ByteKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Results of verification by transaction hash, good and bad ones, so that a transaction is verified
 * once per block (join-points, section 7.3). A node clears it where a block begins and where it
 * ends. Thread-safe.
 *
 * <p>A transaction without hash (all zero), as queries have, is verified every time. The reference
 * keeps any number of results; here the oldest go first.
 */
public final class VerificationCache {

  private static final ByteKey NO_HASH = ByteKey.word(new byte[0]);

  private final Map<ByteKey, VerificationResult> results;

  /** How often it was cleared, so that no result outlives the block that it was begun in. */
  private long clearings;

  /**
   * @param capacity results that are kept, at least 1
   */
  public VerificationCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a cache of " + capacity + " results");
    }
    results =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteKey, VerificationResult> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The result for this transaction, computed where it is not known. Threads may compute the same
   * one at once; then the first counts.
   */
  public VerificationResult get(
      UnsignedTransaction transaction, Supplier<VerificationResult> verification) {
    ByteKey hash = ByteKey.word(transaction.hash());
    if (NO_HASH.equals(hash)) {
      return verification.get();
    }
    long begun;
    synchronized (results) {
      VerificationResult known = results.get(hash);
      if (known != null) {
        return known;
      }
      begun = clearings;
    }
    VerificationResult result = verification.get();
    synchronized (results) {
      if (clearings != begun) {
        return result;
      }
      VerificationResult faster = results.putIfAbsent(hash, result);
      return faster == null ? result : faster;
    }
  }

  /** Forgets everything: what was true in one block need not be in the next. */
  public void clear() {
    synchronized (results) {
      results.clear();
      clearings++;
    }
  }
}
