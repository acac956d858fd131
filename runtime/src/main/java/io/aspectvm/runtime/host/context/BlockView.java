package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ByteKey;

/**
 * The current block.
 *
 * @param parentHash 32 bytes
 * @param miner 20 bytes
 * @param number height, unsigned
 * @param timestamp Unix seconds, unsigned
 */
public record BlockView(ByteKey parentHash, ByteKey miner, long number, long timestamp) {

  public BlockView {
    Lengths.require("parent hash", parentHash, ByteKey.WORD_BYTES);
    Lengths.require("miner", miner, ByteKey.ADDRESS_BYTES);
  }
}
