package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a node is told about one aspect at a join point, or about several. Immutable.
 *
 * @param returnData the aspect's ByteArray, or the packed revert, or empty; never null
 * @param gasLeft gas reported back, which is what goes on
 * @param error null on success
 * @param execution of the last aspect that ran, with logs and diagnostics; null if none did
 */
public record JoinPointResult(
    byte[] returnData, long gasLeft, JoinPointError error, ExecutionResult execution) {

  private static final byte[] NO_DATA = {};

  public JoinPointResult {
    returnData = returnData.clone();
  }

  /** Nothing ran, and nothing was wrong: no aspect is bound. */
  public static JoinPointResult nothing(long gas) {
    return new JoinPointResult(NO_DATA, gas, null, null);
  }

  /** Nothing ran, and no gas was used; negative gas is none. */
  static JoinPointResult notRun(Kind kind, String text, long gas) {
    return new JoinPointResult(NO_DATA, Math.max(0, gas), new JoinPointError(kind, text), null);
  }

  /**
   * The table of join-points, section 3. A revert needs a message and an execution that failed; it
   * wins over every other cause except a crash. An aspect that could not be instantiated has
   * crashed (section 4).
   *
   * @param gas that the aspect was given
   */
  public static JoinPointResult of(ExecutionResult execution, long gas) {
    return switch (execution.outcome()) {
      case NONE -> new JoinPointResult(NO_DATA, execution.evmGasLeft(), null, execution);
      case VALUE ->
          execution.value() instanceof Bytes bytes
              ? new JoinPointResult(bytes.value(), execution.evmGasLeft(), null, execution)
              : new JoinPointResult(NO_DATA, gas, JoinPointError.WRONG_RESULT, execution);
      case CRASH, UNLOADABLE ->
          new JoinPointResult(NO_DATA, execution.evmGasLeft(), JoinPointError.CRASH, execution);
      case ERROR, OUT_OF_GAS, INIT_FAILED -> failed(execution, gas);
    };
  }

  private static JoinPointResult failed(ExecutionResult execution, long gas) {
    if (hasReason(execution)) {
      byte[] packed = RevertData.pack(execution.revert());
      return new JoinPointResult(packed, gas, JoinPointError.REVERTED, execution);
    }
    return new JoinPointResult(NO_DATA, execution.evmGasLeft(), runtimeError(execution), execution);
  }

  /** Whether the aspect recorded a message that says something: the empty one is none. */
  static boolean hasReason(ExecutionResult execution) {
    GuestString message = execution.revert();
    return message != null && message.length() > 0;
  }

  /** The runtime's own error of an execution that failed without crash. */
  static JoinPointError runtimeError(ExecutionResult execution) {
    return switch (execution.outcome()) {
      case OUT_OF_GAS -> JoinPointError.OUT_OF_GAS;
      default -> new JoinPointError(Kind.EXECUTION, execution.error());
    };
  }

  /** The same with other return data. */
  JoinPointResult withReturnData(byte[] data) {
    return new JoinPointResult(data, gasLeft, error, execution);
  }

  public boolean isSuccess() {
    return error == null;
  }

  /** A copy of the return data. */
  @Override
  public byte[] returnData() {
    return returnData.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JoinPointResult that
        && Arrays.equals(returnData, that.returnData)
        && gasLeft == that.gasLeft
        && Objects.equals(error, that.error)
        && Objects.equals(execution, that.execution);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(returnData), gasLeft, error, execution);
  }
}
