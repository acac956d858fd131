package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;

/**
 * Storage that starts empty with a transaction or query and ends with it; reverts do not undo it
 * (host-apis, section 4).
 */
public interface TransientStorage {

  /**
   * Reads a value.
   *
   * @param owner of the value: an aspect's id or a contract's address, 20 bytes
   * @return the value, which the caller may keep, or an empty array where there is none
   */
  byte[] get(ByteKey owner, ByteKey key);

  /**
   * Writes a value; an empty one is a value.
   *
   * @param owner 20 bytes
   * @param value given away
   */
  void set(ByteKey owner, ByteKey key, byte[] value);
}
