package io.aspectvm.runtime.joinpoint;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.ReceiptInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.host.ByteKey;
import java.util.Objects;

/**
 * One transaction whose sender is known, for a node to step through (join-points, section 6). The
 * steps are called in this order, and one that is not due is refused:
 *
 * <pre>{@code
 * AspectTransaction transaction = new AspectTransaction(chain, details, gasAfterIntrinsic);
 * if (transaction.preTxExecute(host)) {
 *   CallOutcome call = ... the EVM's outermost call, or creation, with transaction.gasLeft() ...
 *   transaction.callEnded(call.returnData(), call.gasLeft(), call.error());
 *   if (transaction.postTxExecuteIsDue()) {
 *     transaction.postTxExecute(hostWithReceipt);
 *   }
 * }
 * TransactionOutcome outcome = transaction.outcome();
 * }</pre>
 *
 * A transaction that runs no join points takes the same steps. Not thread-safe.
 */
public final class AspectTransaction {

  private static final byte[] NO_DATA = {};

  /**
   * What aspects are told of the transaction.
   *
   * @param hash 32 bytes; null where it is missing, which no input can be made of
   * @param from 20 bytes
   * @param to 20 bytes, or null if a contract is created
   * @param blockNumber current height; unsigned
   * @param gasLimit unsigned
   */
  public record Details(byte[] hash, ByteKey from, ByteKey to, long blockNumber, long gasLimit) {

    public Details {
      hash = hash == null ? null : hash.clone();
      Objects.requireNonNull(from);
    }

    @Override
    public byte[] hash() {
      return hash == null ? null : hash.clone();
    }
  }

  private enum Step {
    PRE_TX_EXECUTE,
    CALL,
    POST_TX_EXECUTE,
    ENDED
  }

  private final JoinPointChain chain;
  private final Details details;
  private final boolean runsJoinPoints;
  private Step due = Step.PRE_TX_EXECUTE;
  private byte[] returnData = NO_DATA;
  private long gasLeft;
  private CallError error;

  /**
   * @param gasAfterIntrinsic see {@link TransactionRules#gasAfterIntrinsic}
   */
  public AspectTransaction(JoinPointChain chain, Details details, long gasAfterIntrinsic) {
    this.chain = Objects.requireNonNull(chain);
    this.details = details;
    this.runsJoinPoints = TransactionRules.runsJoinPoints(details.to());
    this.gasLeft = gasAfterIntrinsic;
  }

  private void take(Step step) {
    if (due != step) {
      throw new IllegalStateException("due is " + due + ", not " + step);
    }
  }

  /**
   * Runs {@code preTxExecute}, with all gas. On an error the transaction has ended: the EVM call is
   * skipped, and the aspects' return data is not passed on.
   *
   * @return whether the EVM call is to be made, with {@link #gasLeft}
   */
  public boolean preTxExecute(JoinPointHost host) {
    take(Step.PRE_TX_EXECUTE);
    due = Step.CALL;
    if (!runsJoinPoints) {
      return true;
    }
    PreTxExecuteInput input =
        PreTxExecuteInput.newBuilder().setTx(tx()).setBlock(block()).buildPartial();
    JoinPointResult aspects = chain.run(details.to(), JoinPointInput.of(input), gasLeft, host);
    gasLeft = aspects.gasLeft();
    if (!aspects.isSuccess()) {
      fail(CallError.of(aspects.error()), NO_DATA);
    }
    return aspects.isSuccess();
  }

  private void fail(CallError cause, byte[] data) {
    error = cause;
    returnData = data;
    due = Step.ENDED;
  }

  /**
   * Takes in how the EVM's outermost call or creation ended.
   *
   * @param data what it returned, never null
   * @param gas that it left
   * @param failure null on success
   */
  public void callEnded(byte[] data, long gas, CallError failure) {
    take(Step.CALL);
    returnData = data.clone();
    gasLeft = gas;
    error = failure;
    due = runsJoinPoints && failure == null ? Step.POST_TX_EXECUTE : Step.ENDED;
  }

  /** Whether {@link #postTxExecute} comes next: only after a call that succeeded. */
  public boolean postTxExecuteIsDue() {
    return due == Step.POST_TX_EXECUTE;
  }

  /**
   * Runs {@code postTxExecute}, with the gas that the call left. On an error the transaction fails,
   * and the aspects' return data replaces the call's: the packed revert, or else nothing.
   *
   * @param host with the receipt in its runtime context: status 1, logs and bloom of the call, gas
   *     used as {@link #gasUsed} says now, cumulative as {@link TransactionRules#cumulativeGasUsed}
   */
  public void postTxExecute(JoinPointHost host) {
    take(Step.POST_TX_EXECUTE);
    due = Step.ENDED;
    PostTxExecuteInput input =
        PostTxExecuteInput.newBuilder()
            .setTx(tx())
            .setBlock(block())
            .setReceipt(ReceiptInput.newBuilder().setStatus(1))
            .buildPartial();
    JoinPointResult aspects = chain.run(details.to(), JoinPointInput.of(input), gasLeft, host);
    gasLeft = aspects.gasLeft();
    if (!aspects.isSuccess()) {
      fail(CallError.of(aspects.error()), aspects.returnData());
    }
  }

  private WithFromTxInput tx() {
    WithFromTxInput.Builder tx =
        WithFromTxInput.newBuilder()
            .setTo(ByteString.copyFrom(details.to().bytes()))
            .setFrom(ByteString.copyFrom(details.from().bytes()));
    byte[] hash = details.hash();
    if (hash != null) {
      tx.setHash(ByteString.copyFrom(hash));
    }
    return tx.buildPartial();
  }

  private BlockInput block() {
    return BlockInput.newBuilder().setNumber(details.blockNumber()).build();
  }

  /** Gas left so far. */
  public long gasLeft() {
    return gasLeft;
  }

  /** Gas used so far, intrinsic gas included. */
  public long gasUsed() {
    return details.gasLimit() - gasLeft;
  }

  /**
   * How the transaction ended.
   *
   * @throws IllegalStateException if a step is still due
   */
  public TransactionOutcome outcome() {
    take(Step.ENDED);
    return new TransactionOutcome(returnData, gasUsed(), gasLeft, error);
  }
}
