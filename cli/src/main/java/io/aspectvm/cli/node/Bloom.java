package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.context.LogView;
import java.util.List;

/** The filter of a receipt's log: three bits of 2048 for each address and topic. */
final class Bloom {

  private static final int BYTES = 256;
  private static final int BIT_MASK = 0x7FF;

  private Bloom() {}

  static ByteKey of(List<LogView> events) {
    byte[] bloom = new byte[BYTES];
    for (LogView event : events) {
      add(bloom, event.address());
      event.topics().forEach(topic -> add(bloom, topic));
    }
    return ByteKey.of(bloom);
  }

  private static void add(byte[] bloom, ByteKey entry) {
    byte[] hash = Hashes.keccak256(entry.bytes());
    for (int i = 0; i < 6; i += 2) {
      int bit = (((hash[i] & 0xFF) << 8) | (hash[i + 1] & 0xFF)) & BIT_MASK;
      bloom[BYTES - 1 - bit / 8] |= (byte) (1 << (bit % 8));
    }
  }
}
