package io.aspectvm.runtime.host.context;

import java.util.List;
import java.util.Objects;

/** The parameters of the node's EVM module, and its chain. */
public record EvmConfiguration(
    List<Long> extraEips,
    boolean enableCreate,
    boolean enableCall,
    boolean allowUnprotectedTransactions,
    ChainConfiguration chain) {

  public EvmConfiguration {
    extraEips = List.copyOf(extraEips);
    Objects.requireNonNull(chain);
  }
}
