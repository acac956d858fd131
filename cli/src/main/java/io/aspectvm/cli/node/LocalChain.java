package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.context.BlockView;
import io.aspectvm.runtime.host.context.ChainConfiguration;
import io.aspectvm.runtime.host.context.ConsensusParameters;
import io.aspectvm.runtime.host.context.EvmConfiguration;
import io.aspectvm.runtime.host.context.Fork;
import io.aspectvm.runtime.host.context.TimedFork;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A chain of this process: every fork up to Cancun is active from the beginning.
 *
 * @param id 0 or more
 * @param blockGas limit of a block, EVM gas
 * @param miner 20 bytes
 */
public record LocalChain(BigInteger id, long blockGas, ByteKey miner) {

  /** Artela's test network. */
  public static final BigInteger DEFAULT_ID = BigInteger.valueOf(11_822);

  public static final long DEFAULT_BLOCK_GAS = 1_000_000_000;

  private static final long MEBIBYTE = 1 << 20;

  /** A chain with the default id and limit, and nobody as miner. */
  public static LocalChain standard() {
    return new LocalChain(DEFAULT_ID, DEFAULT_BLOCK_GAS, ByteKey.address(new byte[0]));
  }

  /** The EVM's parameters. */
  public EvmConfiguration evm() {
    Map<Fork, BigInteger> blocks = new EnumMap<>(Fork.class);
    for (Fork fork : Fork.values()) {
      blocks.put(fork, BigInteger.ZERO);
    }
    Map<TimedFork, Long> times = Map.of(TimedFork.SHANGHAI, 0L, TimedFork.CANCUN, 0L);
    return new EvmConfiguration(
        List.of(), true, true, false, new ChainConfiguration(id, true, blocks, times));
  }

  /** The consensus's parameters: the defaults of CometBFT, and the limit of a block. */
  public ConsensusParameters consensus() {
    return new ConsensusParameters(
        new ConsensusParameters.Block(blockGas, 4 * MEBIBYTE),
        new ConsensusParameters.Evidence(Duration.ofHours(48), 100_000, MEBIBYTE),
        new ConsensusParameters.Validator(List.of("ed25519")),
        new ConsensusParameters.Version(0));
  }

  /**
   * A block. Its parent's hash is made of its number.
   *
   * @param number unsigned
   * @param time Unix seconds, unsigned
   */
  public BlockView block(long number, long time) {
    byte[] height = BigInteger.valueOf(number).toByteArray();
    return new BlockView(Derived.word("block", height), miner, number, time);
  }
}
