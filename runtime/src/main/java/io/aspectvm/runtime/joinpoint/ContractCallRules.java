package io.aspectvm.runtime.joinpoint;

import java.util.Objects;

/**
 * What the join points around a contract call do to it (join-points, section 6, "Call-level join
 * points", by rule). An EVM asks in this order:
 *
 * <pre>
 * depth check, balance check, snapshot, account creation if needed, value transfer
 * preContractCall    {@link #triggers}, then {@link #before}: go on, or return at once
 * the callee's code
 * postContractCall   {@link #after}
 * revert to the snapshot if the outcome says so
 * </pre>
 *
 * Calls that trigger nothing end with {@link #finish}. All of this is pure; {@link ContractCall}
 * runs the aspects too.
 */
public final class ContractCallRules {

  /** How the callee was reached. */
  public enum CallType {
    CALL,
    CALLCODE,
    DELEGATECALL,
    STATICCALL,
    CREATE
  }

  private ContractCallRules() {}

  /**
   * Rule 1: whether a call triggers join points.
   *
   * @param hasCode whether the callee has code
   * @param enabled the EVM's flag: off while the ownership of a contract is checked
   */
  public static boolean triggers(
      CallType type, boolean isPrecompile, boolean hasCode, boolean enabled) {
    return type == CallType.CALL && !isPrecompile && hasCode && enabled;
  }

  /**
   * How a call goes on after {@code preContractCall}.
   *
   * @param gas for the callee's code
   * @param outcome null if the callee's code runs, otherwise how the call ends instead
   */
  public record Before(long gas, CallOutcome outcome) {

    /** Whether the callee's code runs. */
    public boolean proceeds() {
      return outcome == null;
    }
  }

  /**
   * Rule 2. On an error the call returns at once; the snapshot is not reverted, so that a value
   * transfer stands unless an outer call undoes it, and the gas is not zeroed.
   */
  public static Before before(JoinPointResult aspects) {
    if (aspects.isSuccess()) {
      return new Before(aspects.gasLeft(), null);
    }
    CallError error = CallError.of(aspects.error());
    return new Before(
        aspects.gasLeft(), new CallOutcome(aspects.returnData(), aspects.gasLeft(), error, false));
  }

  /**
   * Rule 3, then 4. The gas is what the aspects left, even where their success leaves the callee's
   * own error.
   *
   * @param ret the callee's output
   * @param error the callee's error, or null
   */
  public static CallOutcome after(JoinPointResult aspects, byte[] ret, CallError error) {
    if (aspects.isSuccess()) {
      return finish(ret, aspects.gasLeft(), error);
    }
    CallError replaced = CallError.of(aspects.error());
    boolean keepsData = aspects.error().isOutOfGas();
    return finish(keepsData ? ret : aspects.returnData(), aspects.gasLeft(), replaced);
  }

  /**
   * Rule 4, as after any call: an error undoes the call, and takes the gas unless it is the EVM's
   * own revert. An aspect's revert is not.
   */
  public static CallOutcome finish(byte[] ret, long gas, CallError error) {
    Objects.requireNonNull(ret);
    boolean keepsGas = error == null || error.isEvmRevert();
    return new CallOutcome(ret, keepsGas ? gas : 0, error, error != null);
  }
}
