package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.util.HashMap;
import java.util.Map;

/** Transient storage in memory, for one transaction or query. Not thread-safe. */
public final class InMemoryTransientStorage implements TransientStorage {

  private final Map<ByteKey, Map<ByteKey, byte[]>> byOwner = new HashMap<>();

  @Override
  public byte[] get(ByteKey owner, ByteKey key) {
    byte[] value = byOwner.getOrDefault(owner, Map.of()).get(key);
    return value == null ? new byte[0] : value.clone();
  }

  @Override
  public void set(ByteKey owner, ByteKey key, byte[] value) {
    byOwner.computeIfAbsent(owner, id -> new HashMap<>()).put(key, value.clone());
  }

  /** Drops everything, as the end of a transaction does. */
  public void clear() {
    byOwner.clear();
  }
}
