package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.registry.CoreCall;
import io.aspectvm.runtime.registry.CoreContext;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.registry.RuntimeCoreNode;

/** A transaction to the core contract. */
final class CoreTransaction extends RuntimeCoreNode {

  private final ReferenceNode node;
  private final TransactionScope scope;

  CoreTransaction(ReferenceNode node, TransactionScope scope) {
    super(node.library(), scope::hostIn);
    this.node = node;
    this.scope = scope;
  }

  TransactionOutcome run(LocalTransaction local, ByteKey sender, long nonce, long gas) {
    CoreCall call = new CoreCall(sender, nonce, scope.hash(), scope.blockNumber());
    CoreResult result =
        node.coreContract().execute(new CoreContext(this, call, scope.state()), local.data(), gas);
    return new TransactionOutcome(
        result.output(),
        local.gas() - result.gasLeft(),
        result.gasLeft(),
        result.isSuccess() ? null : error(result.error()));
  }

  private static CallError error(CoreResult.Failure failure) {
    return switch (failure.kind()) {
      case OUT_OF_GAS -> CallError.OUT_OF_GAS;
      case REVERTED -> new CallError(CallError.Kind.ASPECT_REVERTED, failure.text());
      case ASPECT_FAILED -> new CallError(CallError.Kind.ASPECT, failure.text());
      case REFUSED, ABORTED -> CallError.evm(failure.text());
    };
  }

  @Override
  public boolean hasCode(ByteKey account) {
    return node.world().hasCode(account);
  }

  @Override
  public ContractAnswer call(ByteKey from, ByteKey to, byte[] callData, long gas) {
    EvmResult result = node.answers().ask(to, callData, gas);
    byte[] output = result.output() == null ? new byte[0] : result.output();
    return new ContractAnswer(output, result.gasLeft(), result.isSuccess());
  }
}
