package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.evm.TransactionVectors;
import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Views with a value for every key, all different. */
public final class ContextFixture {

  static final BlockView BLOCK =
      new BlockView(key("11", 32), key("22", 20), 125_672, 1_700_000_000L);

  static final MessageView MESSAGE =
      new MessageView(
          key("33", 20), key("44", 20), BigInteger.valueOf(256), new byte[] {1, 2}, 1_000_000);

  static final CallView CALL = new CallView(3, new byte[] {5}, 400_000, "execution reverted");

  static final ConsensusParameters CONSENSUS =
      new ConsensusParameters(
          new ConsensusParameters.Block(-1, 22_020_096),
          new ConsensusParameters.Evidence(Duration.ofHours(48).plusMillis(999), 100_000, 1 << 20),
          new ConsensusParameters.Validator(List.of("ed25519", "secp256k1")),
          new ConsensusParameters.Version(-1));

  static final ReceiptView RECEIPT =
      new ReceiptView(
          1,
          List.of(
              new LogView(key("55", 20), List.of(key("66", 32), key("77", 32)), bytes(9), 0),
              new LogView(key("88", 20), List.of(), null, 300)),
          21_000,
          42_000,
          key("99", 256));

  private ContextFixture() {}

  /** All of them; the transaction is a vector. */
  public static NodeRuntimeContext.Builder all(String transaction) {
    return NodeRuntimeContext.builder()
        .block(BLOCK)
        .transaction(transaction(TransactionVectors.transaction(transaction)))
        .evm(evm(chain()))
        .consensus(CONSENSUS)
        .message(MESSAGE)
        .call(CALL)
        .receipt(RECEIPT);
  }

  static TransactionView transaction(Transaction transaction) {
    return new TransactionView(transaction, key("aa", 20), 7);
  }

  static EvmConfiguration evm(ChainConfiguration chain) {
    return new EvmConfiguration(List.of(1884L, -1L), true, false, true, chain);
  }

  /** All forks are active: block forks since 1, 2, ..., Shanghai and Cancun since 0. */
  static ChainConfiguration chain() {
    Map<Fork, BigInteger> blocks = new EnumMap<>(Fork.class);
    for (Fork fork : Fork.values()) {
      blocks.put(fork, BigInteger.valueOf(fork.ordinal() + 1));
    }
    return chain(blocks, Map.of(TimedFork.SHANGHAI, 0L, TimedFork.CANCUN, 0L));
  }

  static ChainConfiguration chain(Map<Fork, BigInteger> blocks, Map<TimedFork, Long> times) {
    return new ChainConfiguration(TransactionVectors.CHAIN, true, blocks, times);
  }

  static ByteKey key(String octet, int length) {
    return ByteKey.of(HexFormat.of().parseHex(octet.repeat(length)));
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
