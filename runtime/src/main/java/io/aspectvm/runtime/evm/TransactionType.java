package io.aspectvm.runtime.evm;

/** The types of transactions; {@link SigningRules} says which fork knows which. */
public enum TransactionType {
  /** Without type byte; with EIP-155 or without. */
  LEGACY,
  /** EIP-2930. */
  ACCESS_LIST,
  /** EIP-1559. */
  DYNAMIC_FEE,
  /** EIP-4844. */
  BLOB;

  /** The type byte; 0 where there is none. */
  public int number() {
    return ordinal();
  }
}
