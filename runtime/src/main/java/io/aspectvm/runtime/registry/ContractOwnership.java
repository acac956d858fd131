package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.evm.ContractDataException;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.registry.CoreNode.ContractAnswer;
import io.aspectvm.runtime.registry.CoreResult.Kind;

/**
 * Whether the sender may bind aspects to an account: to a contract who it calls its owner, to an
 * account without code only the account itself. The reference's second attempt, which sends the
 * same call with the same gas again after a failure, can only fail again and is left out.
 *
 * @param isContract whether the account has code
 * @param isOwner whether the sender may
 * @param gasLeft after the contract was asked
 */
record ContractOwnership(boolean isContract, boolean isOwner, long gasLeft) {

  private static final ContractFunction IS_OWNER =
      ContractFunction.of("isOwner(address)", "(bool)");

  static ContractOwnership of(CoreContext context, ByteKey account, long gas) {
    ByteKey sender = context.call().sender();
    if (!context.node().hasCode(account)) {
      boolean same = account.equals(sender);
      return new ContractOwnership(false, same, same ? gas : 0);
    }
    ContractAnswer answer =
        context.node().call(AspectCoreContract.ADDRESS, account, IS_OWNER.encodeCall(sender), gas);
    return new ContractOwnership(true, isYes(answer), answer.gasLeft());
  }

  private static boolean isYes(ContractAnswer answer) {
    try {
      return answer.isSuccess() && IS_OWNER.decodeResult(answer.returnData()).bool(0);
    } catch (ContractDataException e) {
      return false;
    }
  }

  /**
   * Refuses where the sender is not the owner.
   *
   * @param gasReported gas that the refusal reports back
   */
  void require(String contractText, String accountText, long gasReported) throws RefusalException {
    if (!isOwner) {
      throw new RefusalException(
          Kind.REFUSED, isContract ? contractText : accountText, gasReported);
    }
  }
}
