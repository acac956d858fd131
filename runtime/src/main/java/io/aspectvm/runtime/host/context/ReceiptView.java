package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * The receipt that {@code postTxExecute} sees.
 *
 * @param status 1, since the join point runs after success only
 * @param gasUsed EVM gas before this join point, unsigned
 * @param cumulativeGasUsed EVM gas, unsigned
 * @param bloom 256 bytes
 */
public record ReceiptView(
    long status, List<LogView> logs, long gasUsed, long cumulativeGasUsed, ByteKey bloom) {

  private static final int BLOOM_BYTES = 256;

  public ReceiptView {
    logs = List.copyOf(logs);
    Lengths.require("bloom", bloom, BLOOM_BYTES);
  }
}
