package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A named part of a store; keys of different namespaces never meet. Users of a store choose their
 * own names, except {@code store}, which is the store's own.
 *
 * @param name 1 to 32 of the characters a-z, 0-9 and {@code -}
 */
public record Namespace(String name) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  /** What a store knows about itself. */
  static final Namespace STORE = new Namespace("store");

  public Namespace {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("namespace " + name);
    }
  }

  /** The key in a space without names: length of the name, name, key. */
  byte[] flatten(ByteKey key) {
    byte[] label = name.getBytes(StandardCharsets.US_ASCII);
    byte[] flat = new byte[1 + label.length + key.length()];
    flat[0] = (byte) label.length;
    System.arraycopy(label, 0, flat, 1, label.length);
    System.arraycopy(key.bytes(), 0, flat, 1 + label.length, key.length());
    return flat;
  }

  /** The key that was made into {@code flat}. */
  ByteKey unflatten(byte[] flat) {
    return ByteKey.of(flat).from(1 + name.length());
  }
}
