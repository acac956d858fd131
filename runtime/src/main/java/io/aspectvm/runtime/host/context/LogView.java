package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * An entry of a receipt's log. The array is not copied.
 *
 * @param address of the contract, 20 bytes
 * @param topics 32 bytes each
 * @param data or null for none
 * @param index unsigned
 */
public record LogView(ByteKey address, List<ByteKey> topics, byte[] data, long index) {

  public LogView {
    Lengths.require("address", address, ByteKey.ADDRESS_BYTES);
    topics = List.copyOf(topics);
    topics.forEach(topic -> Lengths.require("topic", topic, ByteKey.WORD_BYTES));
  }
}
