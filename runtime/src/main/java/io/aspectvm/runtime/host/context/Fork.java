package io.aspectvm.runtime.host.context;

/** Forks of the EVM that a chain's configuration gives a block number. */
public enum Fork {
  HOMESTEAD,
  DAO,
  EIP150,
  EIP155,
  EIP158,
  BYZANTIUM,
  CONSTANTINOPLE,
  PETERSBURG,
  ISTANBUL,
  MUIR_GLACIER,
  BERLIN,
  LONDON,
  ARROW_GLACIER,
  GRAY_GLACIER,
  MERGE_NET_SPLIT
}
