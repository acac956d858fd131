package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.nio.charset.StandardCharsets;

/** Bytes that look random and are always the same: addresses, hashes, parts of signatures. */
public final class Derived {

  private Derived() {}

  /** 32 bytes: keccak of a label and what follows it. */
  public static ByteKey word(String label, byte[] rest) {
    ByteKey start = ByteKey.of(label.getBytes(StandardCharsets.UTF_8));
    return ByteKey.of(Hashes.keccak256(ByteKey.concatenate(start, ByteKey.of(rest)).bytes()));
  }

  /** The address that a name stands for where no other is given: the end of its keccak. */
  public static ByteKey address(String name) {
    return ByteKey.address(word(name, new byte[0]).bytes());
  }
}
