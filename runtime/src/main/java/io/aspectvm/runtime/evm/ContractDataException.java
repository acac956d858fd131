package io.aspectvm.runtime.evm;

/** Data that is no encoding of the contract-ABI type it should be of. */
public final class ContractDataException extends Exception {

  private static final long serialVersionUID = 1L;

  /** An error with this text. */
  public ContractDataException(String message) {
    super(message);
  }
}
