package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;

/** What was given to an aspect when it was deployed or upgraded (host-apis, section 4). */
@FunctionalInterface
public interface AspectProperties {

  /**
   * Reads a property.
   *
   * @param aspectId 20 bytes
   * @param version of the aspect, unsigned; version 0 has no properties
   * @return the value, which the caller may keep, or an empty array where there is none
   */
  byte[] get(ByteKey aspectId, long version, ByteKey key);
}
