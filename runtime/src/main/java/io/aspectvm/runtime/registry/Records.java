package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.store.Namespace;
import io.aspectvm.runtime.store.StoreView;
import java.nio.ByteBuffer;

/**
 * The registry's namespace, and the keys in it: prefixes and order as in the reference's format v1.
 * Properties have a record each, and so has each account of an aspect.
 */
final class Records {

  /** Everything that the registry keeps. */
  static final Namespace SPACE = new Namespace("aspect-registry");

  /** What a record is about: scope, format version, type. */
  enum Type {
    ASPECT(1, 0),
    VERSION(1, 1),
    ASPECT_BINDING(1, 2),
    CODE(1, 3),
    PROPERTY(1, 4),
    ACCOUNT_BINDINGS(2, 1);

    private static final short FORMAT = 1;

    private final ByteKey prefix;

    Type(int scope, int type) {
      prefix =
          ByteKey.of(
              ByteBuffer.allocate(1 + 2 * Short.BYTES)
                  .put((byte) scope)
                  .putShort(FORMAT)
                  .putShort((short) type)
                  .array());
    }

    /** A record about an aspect or an account. */
    ByteKey key(ByteKey subject) {
      return ByteKey.concatenate(prefix, subject);
    }

    /** A record about a version of an aspect. */
    ByteKey key(long version, ByteKey aspect) {
      byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
      return key(ByteKey.concatenate(ByteKey.of(number), aspect));
    }
  }

  private Records() {}

  /** A record, or an empty array where there is none. */
  static byte[] load(StoreView view, ByteKey key) {
    return view.get(SPACE, key).orElseGet(() -> new byte[0]);
  }
}
