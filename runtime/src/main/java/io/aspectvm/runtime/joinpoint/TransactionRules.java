package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.host.ByteKey;
import java.util.HexFormat;
import java.util.OptionalLong;

/** What join points do to a transaction (join-points, section 6). Amounts are unsigned. */
public final class TransactionRules {

  /** The address of the core contract, which deploys and binds aspects. */
  public static final ByteKey CORE_CONTRACT =
      ByteKey.of(HexFormat.of().parseHex("0000000000000000000000000000000000a27e14"));

  /**
   * What a verifier is given, and what a transaction that needs one pays on top of its intrinsic
   * gas, whatever the verifier used (join-points, section 7.3).
   */
  public static final long MAX_TX_VERIFICATION_GAS = 150_000;

  private TransactionRules() {}

  /**
   * Whether {@code preTxExecute} and {@code postTxExecute} run: not for the creation of a contract,
   * and not for calls of the core contract.
   *
   * @param to 20 bytes, or null if a contract is created
   */
  public static boolean runsJoinPoints(ByteKey to) {
    return to != null && !CORE_CONTRACT.equals(to);
  }

  /**
   * What a transaction has left after its intrinsic gas, or empty if that is too much for its
   * limit.
   *
   * @param intrinsic as for any transaction
   * @param customVerified whether an aspect verified it, or is said to have in a query
   */
  public static OptionalLong gasAfterIntrinsic(
      long gasLimit, long intrinsic, boolean customVerified) {
    long cost = intrinsic + (customVerified ? MAX_TX_VERIFICATION_GAS : 0);
    boolean overflows = Long.compareUnsigned(cost, intrinsic) < 0;
    return overflows || Long.compareUnsigned(cost, gasLimit) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(gasLimit - cost);
  }

  /**
   * The receipt's cumulative gas as {@code postTxExecute} sees it.
   *
   * @param gasUsed by the transaction so far
   * @param before used by the block's earlier transactions
   * @param blockLimit the sum is no more than this
   */
  public static long cumulativeGasUsed(long gasUsed, long before, long blockLimit) {
    long sum = gasUsed + before;
    return Long.compareUnsigned(sum, blockLimit) > 0 ? blockLimit : sum;
  }
}
