package io.aspectvm.runtime.host.context;

/** Forks of the EVM that a chain's configuration gives a time. */
public enum TimedFork {
  SHANGHAI,
  CANCUN,
  PRAGUE
}
