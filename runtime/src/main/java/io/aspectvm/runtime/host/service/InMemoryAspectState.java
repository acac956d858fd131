package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Aspect state in memory. Not thread-safe. */
public final class InMemoryAspectState implements AspectState {

  private final Map<ByteKey, Map<ByteKey, byte[]>> byAspect = new HashMap<>();

  @Override
  public byte[] get(ByteKey aspectId, ByteKey key) {
    byte[] value = byAspect.getOrDefault(aspectId, Map.of()).get(key);
    return value == null ? new byte[0] : value.clone();
  }

  @Override
  public void set(ByteKey aspectId, ByteKey key, byte[] value) {
    Map<ByteKey, byte[]> entries = byAspect.computeIfAbsent(aspectId, id -> new HashMap<>());
    if (value.length == 0) {
      entries.remove(key);
    } else {
      entries.put(key, value.clone());
    }
  }

  /** A copy of all entries of an aspect, in the order of their keys. */
  public SortedMap<ByteKey, byte[]> entries(ByteKey aspectId) {
    SortedMap<ByteKey, byte[]> copy = new TreeMap<>();
    byAspect.getOrDefault(aspectId, Map.of()).forEach((key, value) -> copy.put(key, value.clone()));
    return Collections.unmodifiableSortedMap(copy);
  }
}
