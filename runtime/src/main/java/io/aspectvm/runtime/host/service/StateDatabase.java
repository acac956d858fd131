package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/**
 * Reads of the EVM state as the current execution sees it, uncommitted changes included (host-apis,
 * section 5). Addresses have 20 bytes.
 */
public interface StateDatabase {

  /** Balance of an account, 0 or more; 0 where there is no account. */
  BigInteger balance(ByteKey address);

  /**
   * Content of a storage slot.
   *
   * @param slot 32 bytes
   * @return big-endian, at most 32 bytes, zeros before it left out or not; empty where unset
   */
  byte[] storage(ByteKey address, ByteKey slot);

  /** Hash of an account's code, 32 bytes; empty where there is no account. */
  byte[] codeHash(ByteKey address);

  /** Length of an account's code in bytes; 0 where there is none. */
  long codeSize(ByteKey address);

  /** Nonce of an account, unsigned; 0 where there is no account. */
  long nonce(ByteKey address);

  /** Whether the account destroyed itself in this transaction. */
  boolean hasSelfDestructed(ByteKey address);
}
