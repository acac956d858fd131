package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.service.AspectState;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of aspects in a transaction: writes vanish with it. All versions of an aspect share
 * theirs (host-apis, section 4). Used by one thread at a time, as the transaction is.
 */
public final class StoredAspectState implements AspectState {

  private static final Namespace SPACE = new Namespace("aspect-state");

  private final StoreTransaction transaction;

  public StoredAspectState(StoreTransaction transaction) {
    this.transaction = transaction;
  }

  private static ByteKey at(ByteKey aspectId, ByteKey key) {
    return ByteKey.concatenate(requireId(aspectId), key);
  }

  private static ByteKey requireId(ByteKey aspectId) {
    if (aspectId.length() != ByteKey.ADDRESS_BYTES) {
      throw new IllegalArgumentException("aspect " + aspectId);
    }
    return aspectId;
  }

  @Override
  public byte[] get(ByteKey aspectId, ByteKey key) {
    return transaction.get(SPACE, at(aspectId, key)).orElseGet(() -> new byte[0]);
  }

  @Override
  public void set(ByteKey aspectId, ByteKey key, byte[] value) {
    if (value.length == 0) {
      transaction.delete(SPACE, at(aspectId, key));
    } else {
      transaction.put(SPACE, at(aspectId, key), value);
    }
  }

  /** A copy of all entries of an aspect, in the order of their keys. */
  public static SortedMap<ByteKey, byte[]> entries(StoreView view, ByteKey aspectId) {
    SortedMap<ByteKey, byte[]> entries = new TreeMap<>();
    view.forEach(
        SPACE,
        requireId(aspectId),
        (key, value) -> {
          entries.put(key.from(ByteKey.ADDRESS_BYTES), value);
          return true;
        });
    return entries;
  }
}
