package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.util.HashMap;
import java.util.Map;

/** Aspect properties in memory. Not thread-safe while they are put in. */
public final class InMemoryAspectProperties implements AspectProperties {

  private final Map<Version, Map<ByteKey, byte[]>> byVersion = new HashMap<>();

  @Override
  public byte[] get(ByteKey aspectId, long version, ByteKey key) {
    if (version == 0) {
      return new byte[0];
    }
    byte[] value = byVersion.getOrDefault(new Version(aspectId, version), Map.of()).get(key);
    return value == null ? new byte[0] : value.clone();
  }

  /** Sets a property of one version of an aspect. */
  public InMemoryAspectProperties put(ByteKey aspectId, long version, ByteKey key, byte[] value) {
    byVersion
        .computeIfAbsent(new Version(aspectId, version), id -> new HashMap<>())
        .put(key, value.clone());
    return this;
  }

  private record Version(ByteKey aspectId, long number) {}
}
