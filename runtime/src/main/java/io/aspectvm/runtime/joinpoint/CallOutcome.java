package io.aspectvm.runtime.joinpoint;

import java.util.Arrays;
import java.util.Objects;

/**
 * How a contract call ends for the EVM. Immutable.
 *
 * @param returnData never null
 * @param gasLeft handed back to the caller
 * @param error null on success
 * @param revertToSnapshot whether the EVM has to undo what happened since the call's snapshot
 */
public record CallOutcome(
    byte[] returnData, long gasLeft, CallError error, boolean revertToSnapshot) {

  public CallOutcome {
    returnData = returnData.clone();
  }

  public boolean isSuccess() {
    return error == null;
  }

  /** A copy of what the call returned; of a transaction's outermost call, the transaction's. */
  @Override
  public byte[] returnData() {
    return returnData.clone();
  }

  /**
   * A copy of what a calling contract gets to see: nothing of a call that failed, unless it is the
   * EVM's own revert (join-points, section 6, rule 4).
   */
  public byte[] returnDataForCaller() {
    return isSuccess() || error.isEvmRevert() ? returnData() : new byte[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallOutcome that
        && Arrays.equals(returnData, that.returnData)
        && gasLeft == that.gasLeft
        && Objects.equals(error, that.error)
        && revertToSnapshot == that.revertToSnapshot;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(returnData), gasLeft, error, revertToSnapshot);
  }
}
