package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;

/**
 * The persistent state of aspects, as the current transaction sees it (host-apis, section 4).
 * Undoing the writes of a failed transaction or a query is the node's own affair.
 */
public interface AspectState {

  /**
   * Reads a value.
   *
   * @param aspectId 20 bytes
   * @return the value, which the caller may keep, or an empty array where there is none
   */
  byte[] get(ByteKey aspectId, ByteKey key);

  /**
   * Writes a value.
   *
   * @param aspectId 20 bytes
   * @param value given away; an empty one deletes
   */
  void set(ByteKey aspectId, ByteKey key, byte[] value);
}
