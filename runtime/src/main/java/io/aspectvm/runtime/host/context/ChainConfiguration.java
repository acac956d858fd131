package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.evm.SigningRules;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;

/**
 * A chain and when it forks.
 *
 * @param chainId 0 or more
 * @param forkBlocks block numbers, 0 or more; those that are missing are unset
 * @param forkTimes Unix seconds, unsigned; those that are missing are unset. The node has 0 for a
 *     fork that is active by height, and 2^64 - 1 for one that is not
 */
public record ChainConfiguration(
    BigInteger chainId,
    boolean daoForkSupport,
    Map<Fork, BigInteger> forkBlocks,
    Map<TimedFork, Long> forkTimes) {

  public ChainConfiguration {
    Objects.requireNonNull(chainId);
    forkBlocks = Map.copyOf(forkBlocks);
    forkTimes = Map.copyOf(forkTimes);
  }

  /** What a transaction's sender signs in this block. */
  public SigningRules signingRules(BlockView block) {
    if (isActive(Fork.LONDON, block)) {
      return isActive(TimedFork.CANCUN, block) ? SigningRules.CANCUN : SigningRules.LONDON;
    }
    if (isActive(Fork.BERLIN, block)) {
      return SigningRules.BERLIN;
    }
    return isActive(Fork.EIP155, block) ? SigningRules.EIP155 : SigningRules.FRONTIER;
  }

  private boolean isActive(Fork fork, BlockView block) {
    BigInteger since = forkBlocks.get(fork);
    return since != null
        && since.compareTo(new BigInteger(Long.toUnsignedString(block.number()))) <= 0;
  }

  private boolean isActive(TimedFork fork, BlockView block) {
    Long since = forkTimes.get(fork);
    return since != null && Long.compareUnsigned(since, block.timestamp()) <= 0;
  }
}
