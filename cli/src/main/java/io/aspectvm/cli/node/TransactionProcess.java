package io.aspectvm.cli.node;

import io.aspectvm.cli.node.Receipt.Status;
import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.context.ReceiptView;
import io.aspectvm.runtime.joinpoint.AspectTransaction;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.joinpoint.TransactionRules;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.verification.TransactionVerification;
import io.aspectvm.runtime.verification.UnsignedTransaction;
import io.aspectvm.runtime.verification.VerificationResult;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Executes one transaction: who sent it, what it pays, and what it does (join-points, sections 6
 * and 7.3).
 */
final class TransactionProcess {

  private static final byte[] NO_DATA = {};

  private final ReferenceNode node;
  private final World world;
  private final TransactionScope scope;
  private final NodeTransaction given;
  private final long gasUsedBefore;
  private final DeployedAspects deployed;

  /**
   * @param gasUsedBefore by the block's earlier transactions
   */
  TransactionProcess(
      ReferenceNode node, TransactionScope scope, NodeTransaction given, long gasUsedBefore) {
    this.node = node;
    this.world = node.world();
    this.scope = scope;
    this.given = given;
    this.gasUsedBefore = gasUsedBefore;
    this.deployed = new DeployedAspects(scope.state());
  }

  Receipt run() {
    LocalTransaction local = given.transaction();
    if (!given.isVerified()) {
      return run(local, local.from());
    }
    VerificationResult verified = verify(local);
    return verified.isVerified()
        ? run(local.withData(verified.callData()), verified.sender())
        : rejected(null, verified.error());
  }

  private VerificationResult verify(LocalTransaction local) {
    Transaction onChain = local.on(node.chain());
    scope.begin(local, ByteKey.address(NO_DATA));
    UnsignedTransaction unsigned = UnsignedTransaction.of(onChain.hash(), local.to(), local.data());
    if (!unsigned.isCustomVerified(world.exists(local.to()))) {
      throw new IllegalStateException("a transaction that no aspect verifies");
    }
    TransactionVerification verification =
        new TransactionVerification(deployed, node.library().of(scope.state()));
    return node.verified()
        .get(unsigned, () -> verification.verify(unsigned, scope.blockNumber(), scope.host()));
  }

  private Receipt run(LocalTransaction local, ByteKey sender) {
    OptionalLong gas =
        TransactionRules.gasAfterIntrinsic(
            local.gas(), IntrinsicGas.of(local.data()), given.isVerified());
    if (gas.isEmpty()) {
      return rejected(sender, "intrinsic gas too low");
    }
    BigInteger fees = local.gasPrice().multiply(BigInteger.valueOf(local.gas()));
    if (world.balance(sender).compareTo(fees.add(local.value())) < 0) {
      return rejected(sender, "insufficient funds for gas * price + value");
    }
    world.setBalance(sender, world.balance(sender).subtract(fees));
    long nonce = world.nonce(sender);
    world.setNonce(sender, nonce + 1);
    scope.begin(local, sender);
    int snapshot = world.snapshot();
    JoinPointChain aspects = new JoinPointChain(deployed, node.library().of(scope.state()));
    ScriptedEvm evm = new ScriptedEvm(scope, aspects, world);
    TransactionOutcome outcome =
        given.call() == null
            ? new CoreTransaction(node, scope).run(local, sender, nonce, gas.getAsLong())
            : call(aspects, evm, local, sender, gas.getAsLong());
    if (!outcome.isSuccess()) {
      world.revertTo(snapshot);
    }
    pay(sender, local, outcome.gasUsed());
    return receipt(sender, outcome, evm);
  }

  private void pay(ByteKey sender, LocalTransaction local, long gasUsed) {
    BigInteger price = local.gasPrice();
    if (price.signum() != 0) {
      BigInteger unused = price.multiply(BigInteger.valueOf(local.gas() - gasUsed));
      world.setBalance(sender, world.balance(sender).add(unused));
      ByteKey miner = node.chain().miner();
      BigInteger reward = price.multiply(BigInteger.valueOf(gasUsed));
      world.setBalance(miner, world.balance(miner).add(reward));
    }
  }

  private TransactionOutcome call(
      JoinPointChain aspects, ScriptedEvm evm, LocalTransaction local, ByteKey sender, long gas) {
    AspectTransaction transaction =
        new AspectTransaction(
            aspects,
            new AspectTransaction.Details(
                scope.hash(), sender, local.to(), scope.blockNumber(), local.gas()),
            gas);
    if (transaction.preTxExecute(scope.host())) {
      CallOutcome call = evm.call(sender, given.call(), transaction.gasLeft());
      transaction.callEnded(call.returnData(), call.gasLeft(), call.error());
      if (transaction.postTxExecuteIsDue()) {
        transaction.postTxExecute(scope.hostWithReceipt(receiptSoFar(transaction, evm)));
      }
    }
    return transaction.outcome();
  }

  private ReceiptView receiptSoFar(AspectTransaction transaction, ScriptedEvm evm) {
    long used = transaction.gasUsed();
    long cumulative =
        TransactionRules.cumulativeGasUsed(used, gasUsedBefore, node.chain().blockGas());
    return new ReceiptView(1, evm.events(), used, cumulative, Bloom.of(evm.events()));
  }

  private Receipt receipt(ByteKey sender, TransactionOutcome outcome, ScriptedEvm evm) {
    return new Receipt(
        outcome.isSuccess() ? Status.SUCCESS : Status.FAILED,
        sender,
        outcome.returnData(),
        outcome.error() == null ? null : outcome.error().text(),
        outcome.gasUsed(),
        gasUsedBefore + outcome.gasUsed(),
        outcome.isSuccess() ? evm.events() : List.of(),
        scope.runs(),
        evm.outcomes(),
        scope.storage());
  }

  private Receipt rejected(ByteKey sender, String error) {
    return new Receipt(
        Status.REJECTED,
        sender,
        NO_DATA,
        error,
        0,
        gasUsedBefore,
        List.of(),
        scope.runs(),
        Map.of(),
        scope.storage());
  }
}
