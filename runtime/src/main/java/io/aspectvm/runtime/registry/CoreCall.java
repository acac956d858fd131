package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Objects;

/**
 * The transaction that calls the core contract. Arrays are not copied.
 *
 * @param sender 20 bytes
 * @param nonce of the transaction, unsigned
 * @param hash of the transaction, 32 bytes; null where there is none, and then {@code init} and
 *     {@code operation} fail
 * @param blockNumber current height
 */
public record CoreCall(ByteKey sender, long nonce, byte[] hash, long blockNumber) {

  public CoreCall {
    if (sender.length() != ByteKey.ADDRESS_BYTES) {
      throw new IllegalArgumentException("sender " + sender);
    }
    Objects.requireNonNull(sender);
  }
}
