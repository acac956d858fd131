package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ByteKey;

/** Checks what a node fills in. */
final class Lengths {

  private Lengths() {}

  static void require(String what, ByteKey key, int length) {
    if (key.length() != length) {
      throw new IllegalArgumentException(what + " of " + key.length() + " bytes");
    }
  }
}
