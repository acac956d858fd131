package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Optional;

/** Read access to a store, as somebody sees it. */
public interface StoreView {

  /**
   * Reads a value.
   *
   * @return the value, which the caller may keep; it may be empty, which is not the same as absent
   * @throws StoreException if the store cannot be read or is damaged
   */
  Optional<byte[]> get(Namespace space, ByteKey key);

  /**
   * Visits the entries of a namespace whose keys start with {@code prefix}, in the order of their
   * keys as unsigned bytes. The visitor may read, but neither write nor close anything.
   *
   * @param prefix may be empty
   * @throws StoreException if the store cannot be read or is damaged
   */
  void forEach(Namespace space, ByteKey prefix, EntryVisitor visitor);

  /** Sees one entry after another. */
  @FunctionalInterface
  interface EntryVisitor {

    /**
     * Sees an entry.
     *
     * @param value the visitor may keep it
     * @return whether to go on
     */
    boolean visit(ByteKey key, byte[] value);
  }
}
