package io.aspectvm.runtime.joinpoint;

import java.util.Arrays;
import java.util.Objects;

/**
 * How a transaction ends. Immutable.
 *
 * <p>On failure the node drops what the transaction stored: state of the EVM, state of aspects,
 * everything. The gas used is paid all the same, and transient storage and the lines that aspects
 * logged are not part of it.
 *
 * @param returnData never null
 * @param gasUsed of the transaction's limit, before the EVM's refunds
 * @param gasLeft of the transaction's limit, before the EVM's refunds
 * @param error null on success
 */
public record TransactionOutcome(byte[] returnData, long gasUsed, long gasLeft, CallError error) {

  public TransactionOutcome {
    returnData = returnData.clone();
  }

  /** Whether what the transaction stored is kept. */
  public boolean isSuccess() {
    return error == null;
  }

  /** Status in the receipt: 1 or 0. */
  public int receiptStatus() {
    return isSuccess() ? 1 : 0;
  }

  /** A copy of the return data. */
  @Override
  public byte[] returnData() {
    return returnData.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionOutcome that
        && Arrays.equals(returnData, that.returnData)
        && gasUsed == that.gasUsed
        && gasLeft == that.gasLeft
        && Objects.equals(error, that.error);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(returnData), gasUsed, gasLeft, error);
  }
}
