package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a transaction wrote: for each key the last value, or empty where it was deleted. */
final class Changes {

  private final Map<Namespace, NavigableMap<ByteKey, Optional<byte[]>>> bySpace = new HashMap<>();

  void put(Namespace space, ByteKey key, Optional<byte[]> value) {
    bySpace.computeIfAbsent(space, name -> new TreeMap<>()).put(key, value);
  }

  /** Null where nothing was written. Not a copy. */
  Optional<byte[]> get(Namespace space, ByteKey key) {
    return in(space).get(key);
  }

  NavigableMap<ByteKey, Optional<byte[]>> in(Namespace space) {
    NavigableMap<ByteKey, Optional<byte[]>> entries = bySpace.get(space);
    return entries == null ? Collections.emptyNavigableMap() : entries;
  }

  /** Writes everything that {@code later} has over what is here. */
  void apply(Changes later) {
    later.bySpace.forEach(
        (space, entries) ->
            bySpace.computeIfAbsent(space, name -> new TreeMap<>()).putAll(entries));
  }

  /** Hands over every change; in no particular order of namespaces. */
  <E extends Exception> void forEach(Taker<E> taker) throws E {
    for (Map.Entry<Namespace, NavigableMap<ByteKey, Optional<byte[]>>> space : bySpace.entrySet()) {
      for (Map.Entry<ByteKey, Optional<byte[]>> entry : space.getValue().entrySet()) {
        taker.take(space.getKey(), entry.getKey(), entry.getValue().orElse(null));
      }
    }
  }

  /** Takes one change after another. */
  @FunctionalInterface
  interface Taker<E extends Exception> {

    /**
     * Takes a change.
     *
     * @param value null where the key was deleted; not a copy
     */
    void take(Namespace space, ByteKey key, byte[] value) throws E;
  }
}
