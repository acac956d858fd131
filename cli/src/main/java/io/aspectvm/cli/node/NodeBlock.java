package io.aspectvm.cli.node;

import io.aspectvm.cli.node.Receipt.Status;
import io.aspectvm.cli.node.TransactionScope.Environment;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoreView;

/** A block that is being made. Closing it without {@link #commit} drops it. */
public final class NodeBlock implements AutoCloseable {

  private final ReferenceNode node;
  private final BlockPosition position;
  private final StoreTransaction state;
  private long gasUsed;
  private long transactions;

  NodeBlock(ReferenceNode node, BlockPosition position, StoreTransaction state) {
    this.node = node;
    this.position = position;
    this.state = state;
  }

  /** The stored state as it is now. */
  public StoreView state() {
    return state;
  }

  /** Gas used by the transactions so far. */
  public long gasUsed() {
    return gasUsed;
  }

  /** Executes a transaction. A rejected one leaves no trace. */
  public Receipt execute(NodeTransaction transaction) {
    Receipt receipt;
    try (StoreTransaction own = state.begin()) {
      TransactionScope scope =
          new TransactionScope(new Environment(node, position, transactions, false), own);
      receipt = new TransactionProcess(node, scope, transaction, gasUsed).run();
      if (receipt.status() == Status.SUCCESS) {
        own.commit();
      }
    }
    if (receipt.status() != Status.REJECTED) {
      transactions++;
      gasUsed = receipt.cumulativeGasUsed();
    }
    return receipt;
  }

  /** Ends the block. */
  public void commit() {
    state.commit();
    node.verified().clear();
  }

  @Override
  public void close() {
    state.close();
  }
}
