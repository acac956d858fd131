package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;

/** The keys {@code block.*}. */
final class BlockValues {

  private BlockValues() {}

  static byte[] load(RuntimeContextKey key, BlockView block) {
    return switch (key) {
      case BLOCK_HEADER_PARENT_HASH -> ContextMessages.bytes(block.parentHash().bytes());
      case BLOCK_HEADER_MINER -> ContextMessages.bytes(block.miner().bytes());
      case BLOCK_HEADER_NUMBER -> ContextMessages.uint(block.number());
      case BLOCK_HEADER_TIMESTAMP -> ContextMessages.uint(block.timestamp());
      default -> null;
    };
  }
}
