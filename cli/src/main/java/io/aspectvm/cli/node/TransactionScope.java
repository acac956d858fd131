package io.aspectvm.cli.node;

import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.context.CallView;
import io.aspectvm.runtime.host.context.MessageView;
import io.aspectvm.runtime.host.context.NodeRuntimeContext;
import io.aspectvm.runtime.host.context.ReceiptView;
import io.aspectvm.runtime.host.context.TransactionView;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointListener;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import java.util.ArrayList;
import java.util.List;

/**
 * What lives as long as one transaction or query: its views, its transient storage, and the hosts
 * of the aspects that run in it.
 */
final class TransactionScope {

  private final Environment environment;
  private final StoreTransaction state;
  private final InMemoryTransientStorage storage = new InMemoryTransientStorage();
  private final List<AspectRun> runs = new ArrayList<>();
  private NodeRuntimeContext context;
  private Transaction transaction;

  /**
   * What a transaction is in.
   *
   * @param index of the transaction in its block
   * @param isQuery whether nothing of it is kept
   */
  record Environment(ReferenceNode node, BlockPosition block, long index, boolean isQuery) {}

  /**
   * @param state the transaction's; everything of it is dropped if it fails
   */
  TransactionScope(Environment environment, StoreTransaction state) {
    this.environment = environment;
    this.state = state;
  }

  /** Says which transaction it is, as it is executed. */
  void begin(LocalTransaction local, ByteKey sender) {
    LocalChain chain = environment.node.chain();
    transaction = local.on(chain);
    context =
        NodeRuntimeContext.builder()
            .block(chain.block(environment.block.number(), environment.block.time()))
            .evm(chain.evm())
            .consensus(environment.isQuery ? null : chain.consensus())
            .transaction(new TransactionView(transaction, sender, environment.index))
            .message(new MessageView(sender, local.to(), local.value(), local.data(), local.gas()))
            .build();
  }

  /** Hash of the transaction as it is executed. */
  byte[] hash() {
    return transaction.hash();
  }

  long blockNumber() {
    return environment.block.number();
  }

  StoreTransaction state() {
    return state;
  }

  InMemoryTransientStorage storage() {
    return storage;
  }

  List<AspectRun> runs() {
    return runs;
  }

  /** For join points of the transaction. */
  JoinPointHost host() {
    return host(state, context);
  }

  /** For aspects that write into a transaction within this one's. */
  JoinPointHost hostIn(StoreTransaction inner) {
    return host(inner, context);
  }

  /** For join points around a call. */
  JoinPointHost hostInCall(CallView call) {
    return host(state, context.toBuilder().call(call).build());
  }

  /** For the join point that sees the receipt. */
  JoinPointHost hostWithReceipt(ReceiptView receipt) {
    return host(state, context.toBuilder().receipt(receipt).build());
  }

  private JoinPointHost host(StoreTransaction where, RuntimeContextSource source) {
    ReferenceNode node = environment.node;
    HostServices services =
        HostServices.builder()
            .with(AspectState.class, new StoredAspectState(where))
            .with(AspectProperties.class, new DeployedAspects(where))
            .with(TransientStorage.class, storage)
            .with(RuntimeContextSource.class, source)
            .with(StateDatabase.class, node.world())
            .with(EvmCalls.class, node.answers())
            .with(StateChanges.class, StateChanges.NONE)
            .with(
                JoinPointListener.class,
                (joinPoint, aspect, version, gas, result) ->
                    runs.add(new AspectRun(joinPoint, aspect, version, gas, result)))
            .build();
    return JoinPointHost.of(services).withCall(environment.isQuery);
  }
}
