package io.aspectvm.runtime.host.service;

import java.util.Objects;

/**
 * What a call in the EVM came to. The arrays are given away.
 *
 * @param output return data, or data of a revert; null where the EVM has none, which is not the
 *     same as empty
 * @param gasLeft EVM gas, 0 to what the call was given
 * @param error the EVM's text, or null if there is no error
 */
public record EvmResult(byte[] output, long gasLeft, String error) {

  /** The error of a call that reverted, and so has output. */
  public static final String REVERTED = "execution reverted";

  /** A call that ended well. */
  public static EvmResult success(byte[] output, long gasLeft) {
    return new EvmResult(output, gasLeft, null);
  }

  /** A call that reverted with this data. */
  public static EvmResult reverted(byte[] output, long gasLeft) {
    return new EvmResult(output, gasLeft, REVERTED);
  }

  /** A call that failed otherwise, commonly with no gas left. */
  public static EvmResult failed(String error, long gasLeft) {
    return new EvmResult(null, gasLeft, Objects.requireNonNull(error));
  }

  /** Whether there is no error. */
  public boolean isSuccess() {
    return error == null;
  }

  /** Whether the call reverted, and whoever made it may look at the output. */
  public boolean isReverted() {
    return REVERTED.equals(error);
  }
}
