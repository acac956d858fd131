package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.service.EvmResult;

/** Takes from an aspect what its calls in the EVM used. */
final class EvmGas {

  private EvmGas() {}

  /**
   * Takes the gas that a call used.
   *
   * @param given EVM gas, at most what the execution has
   * @throws GuestCrash if the node's EVM gives more back than it got, or nothing at all
   */
  static void spend(ExecutionContext execution, long given, EvmResult result) {
    if (result == null || result.gasLeft() < 0 || result.gasLeft() > given) {
      throw new GuestCrash("the EVM was given " + given + " gas and answers " + result);
    }
    execution.spendEvmGas(given - result.gasLeft());
  }
}
