package io.aspectvm.examples.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.context.BlockView;
import io.aspectvm.runtime.host.context.CallView;
import io.aspectvm.runtime.host.context.LogView;
import io.aspectvm.runtime.host.context.MessageView;
import io.aspectvm.runtime.host.context.NodeRuntimeContext;
import io.aspectvm.runtime.host.context.ReceiptView;
import io.aspectvm.runtime.host.context.TransactionView;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.joinpoint.AspectTransaction;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.ContractCall;
import io.aspectvm.runtime.joinpoint.ContractCallRules;
import io.aspectvm.runtime.joinpoint.ContractCallRules.Before;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointListener;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.joinpoint.TransactionRules;
import io.aspectvm.runtime.registry.CoreCall;
import io.aspectvm.runtime.registry.CoreContext;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.registry.RuntimeCoreNode;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import io.aspectvm.runtime.verification.TransactionVerification;
import io.aspectvm.runtime.verification.UnsignedTransaction;
import io.aspectvm.runtime.verification.VerificationResult;
import java.math.BigInteger;
import java.util.List;

/** The execution of one transaction, or of a query. Used once, by one thread. */
final class Execution {

  private static final byte[] NOTHING = {};
  private static final ByteKey NO_BLOOM = ByteKey.of(new byte[256]);
  private static final long BLOCK_GAS = Long.MAX_VALUE;

  private final Node node;
  private final StoreTransaction state;
  private final BlockView block;
  private final boolean isQuery;
  private final JoinPointListener listener;
  private final DeployedAspects deployed;
  private final JoinPointChain aspects;
  private final InMemoryTransientStorage transientStorage = new InMemoryTransientStorage();
  private NodeRuntimeContext context;
  private Transaction transaction;
  private long nextCall;

  /**
   * @param state what the transaction writes to; dropped by the caller where it fails
   * @param listener hears of every aspect that ran
   */
  Execution(
      Node node,
      StoreTransaction state,
      BlockView block,
      boolean isQuery,
      JoinPointListener listener) {
    this.node = node;
    this.state = state;
    this.block = block;
    this.isQuery = isQuery;
    this.listener = listener;
    this.deployed = new DeployedAspects(state);
    this.aspects = new JoinPointChain(deployed, node.library().of(state));
  }

  /** Finds out the sender, if that is up to an aspect, and runs the transaction. */
  Receipt run(Transaction sent) {
    if (sent.from() != null) {
      return run(sent, sent.from(), false);
    }
    begin(sent, ByteKey.address(NOTHING));
    UnsignedTransaction unsigned =
        UnsignedTransaction.of(sent.onChain().hash(), sent.to(), sent.data());
    VerificationResult verified =
        new TransactionVerification(deployed, node.library().of(state))
            .verify(unsigned, block.number(), host(context));
    return verified.isVerified()
        ? run(sent.verified(verified.callData()), verified.sender(), true)
        : new Receipt(0, NOTHING, verified.error());
  }

  private Receipt run(Transaction executed, ByteKey sender, boolean isVerified) {
    begin(executed, sender);
    long gas =
        TransactionRules.gasAfterIntrinsic(Transaction.GAS, executed.intrinsicGas(), isVerified)
            .orElseThrow();
    if (!TransactionRules.runsJoinPoints(executed.to())) {
      return core(sender, gas);
    }
    AspectTransaction steps =
        new AspectTransaction(
            aspects,
            new AspectTransaction.Details(
                executed.onChain().hash(), sender, executed.to(), block.number(), Transaction.GAS),
            gas);
    if (steps.preTxExecute(host(context))) {
      CallOutcome call = call(sender, executed.to(), executed.data(), steps.gasLeft());
      steps.callEnded(call.returnData(), call.gasLeft(), call.error());
      if (steps.postTxExecuteIsDue()) {
        steps.postTxExecute(host(context.toBuilder().receipt(receipt(steps.gasUsed())).build()));
      }
    }
    TransactionOutcome outcome = steps.outcome();
    return new Receipt(
        outcome.gasUsed(),
        outcome.returnData(),
        outcome.isSuccess() ? null : outcome.error().text());
  }

  private void begin(Transaction next, ByteKey sender) {
    transaction = next;
    context =
        NodeRuntimeContext.builder()
            .block(block)
            .transaction(new TransactionView(next.onChain(), sender, 0))
            .message(
                new MessageView(sender, next.to(), BigInteger.ZERO, next.data(), Transaction.GAS))
            .build();
  }

  private static ReceiptView receipt(long gasUsed) {
    List<LogView> logs = List.of();
    long cumulative = TransactionRules.cumulativeGasUsed(gasUsed, 0, BLOCK_GAS);
    return new ReceiptView(1, logs, gasUsed, cumulative, NO_BLOOM);
  }

  /** A contract call with the join points around it. */
  private CallOutcome call(ByteKey from, ByteKey to, byte[] data, long gas) {
    long index = nextCall++;
    if (!ContractCallRules.triggers(CallType.CALL, false, Contracts.hasCode(to), true)) {
      return Contracts.finish(Contracts.run(to, data, gas, this::call));
    }
    ContractCall joinPoints =
        new ContractCall(
            aspects,
            new ContractCall.Message(from, to, index, data, BigInteger.ZERO),
            block.number());
    Before before = joinPoints.before(gas, hostInCall(new CallView(index, null, gas, null)));
    if (!before.proceeds()) {
      return before.outcome();
    }
    Contracts.Result result = Contracts.run(to, data, before.gas(), this::call);
    byte[] returned = result.data().length == 0 ? null : result.data();
    String error = result.error() == null ? null : result.error().text();
    return joinPoints.after(
        returned,
        result.gasLeft(),
        result.error(),
        hostInCall(new CallView(index, returned, result.gasLeft(), error)));
  }

  private Receipt core(ByteKey sender, long gas) {
    CoreCall call =
        new CoreCall(sender, transaction.nonce(), transaction.onChain().hash(), block.number());
    CoreResult result =
        node.coreContract()
            .execute(new CoreContext(new CoreNode(), call, state), transaction.data(), gas);
    return new Receipt(
        Transaction.GAS - result.gasLeft(),
        result.output(),
        result.isSuccess() ? null : result.error().text());
  }

  /** What the core contract asks the EVM. */
  private final class CoreNode extends RuntimeCoreNode {

    CoreNode() {
      super(node.library(), inner -> host(inner, context));
    }

    @Override
    public boolean hasCode(ByteKey account) {
      return Contracts.hasCode(account);
    }

    /** It asks contracts {@code isOwner(address)}; here the answer is the same for all. */
    @Override
    public ContractAnswer call(ByteKey from, ByteKey to, byte[] callData, long gas) {
      ByteKey call = ByteKey.of(callData);
      ByteKey asked = call.from(call.length() - ByteKey.ADDRESS_BYTES);
      byte[] answer = {(byte) (asked.equals(Accounts.OWNER) ? 1 : 0)};
      return new ContractAnswer(ByteKey.word(answer).bytes(), gas, true);
    }
  }

  private JoinPointHost hostInCall(CallView call) {
    return host(context.toBuilder().call(call).build());
  }

  private JoinPointHost host(RuntimeContextSource source) {
    return host(state, source);
  }

  private JoinPointHost host(StoreTransaction where, RuntimeContextSource source) {
    HostServices services =
        HostServices.builder()
            .with(AspectState.class, new StoredAspectState(where))
            .with(AspectProperties.class, new DeployedAspects(where))
            .with(TransientStorage.class, transientStorage)
            .with(RuntimeContextSource.class, source)
            .with(JoinPointListener.class, listener)
            .build();
    return JoinPointHost.of(services).withCall(isQuery);
  }
}
