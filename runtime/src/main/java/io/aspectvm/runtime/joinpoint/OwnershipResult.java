package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;

/**
 * What {@code isOwner} says (join-points, section 3, last paragraph). Immutable.
 *
 * <p>A crash is not recovered at this level: the node has to abort the whole transaction, which it
 * learns from the error's kind. A result that is no Bool is such a crash too, and so is no result.
 *
 * @param isOwner whether the aspect owns up to the sender; false where there is an error
 * @param gasLeft gas reported back: what is left, or all that was given after a crash
 * @param error null if the aspect gave an answer
 */
public record OwnershipResult(
    boolean isOwner, long gasLeft, JoinPointError error, ExecutionResult execution) {

  /**
   * The result of an execution of {@code isOwner}.
   *
   * @param gas that the aspect was given
   */
  public static OwnershipResult of(ExecutionResult execution, long gas) {
    return switch (execution.outcome()) {
      case VALUE ->
          execution.value() instanceof Bool answer
              ? new OwnershipResult(answer.value(), execution.evmGasLeft(), null, execution)
              : crashed(execution, gas);
      case NONE, CRASH, UNLOADABLE -> crashed(execution, gas);
      case ERROR, OUT_OF_GAS, INIT_FAILED ->
          new OwnershipResult(false, execution.evmGasLeft(), error(execution), execution);
    };
  }

  private static OwnershipResult crashed(ExecutionResult execution, long gas) {
    return new OwnershipResult(false, Math.max(0, gas), JoinPointError.CRASH, execution);
  }

  private static JoinPointError error(ExecutionResult execution) {
    return JoinPointResult.hasReason(execution)
        ? new JoinPointError(Kind.REASON, execution.revert().text())
        : JoinPointResult.runtimeError(execution);
  }

  /** Whether the transaction has to be aborted. */
  public boolean isCrash() {
    return error != null && error.isCrash();
  }
}
