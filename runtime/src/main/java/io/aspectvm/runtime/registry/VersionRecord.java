package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.host.ByteKey;
import java.nio.ByteBuffer;

/**
 * What is known of a version of an aspect.
 *
 * @param joinPoints as deployed: the low 64 bits of the number
 * @param codeHash keccak of the module, 32 bytes
 */
public record VersionRecord(long joinPoints, ByteKey codeHash) {

  byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES + ByteKey.WORD_BYTES)
        .putLong(joinPoints)
        .put(codeHash.bytes())
        .array();
  }

  static VersionRecord read(byte[] record) {
    ByteKey bytes = ByteKey.of(record);
    return new VersionRecord(ByteBuffer.wrap(record).getLong(), bytes.from(Long.BYTES));
  }
}
