package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.evm.ContractDataException;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.host.GuestString;
import java.util.Optional;

/**
 * The form in which EVM callers get the reason of a revert (join-points, section 5): the call data
 * of Solidity's {@code Error(string)}.
 */
public final class RevertData {

  private static final ContractFunction ERROR = ContractFunction.of("Error(string)", "()");

  private RevertData() {}

  /**
   * Packs a reason; the empty one is no data, and no revert at all.
   *
   * @return empty, or 4 bytes and a multiple of 32
   */
  public static byte[] pack(GuestString reason) {
    return reason.length() == 0 ? new byte[0] : ERROR.encodeCall(reason);
  }

  /** The reason in return data, or empty where there is none; for tools that show reverts. */
  public static Optional<GuestString> unpack(byte[] data) {
    if (!ERROR.isCalledBy(data)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ERROR.decodeCall(data).string(0));
    } catch (ContractDataException e) {
      return Optional.empty();
    }
  }
}
