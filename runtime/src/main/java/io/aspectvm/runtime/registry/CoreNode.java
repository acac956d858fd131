package io.aspectvm.runtime.registry;

import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.store.StoreTransaction;

/**
 * What the core contract needs of the node while it serves one transaction; asked on the thread
 * that serves it. Thread-safe if transactions and queries that are served at the same time share
 * it.
 */
public interface CoreNode {

  /** Whether there is code at an address of the EVM. */
  boolean hasCode(ByteKey account);

  /**
   * Calls a contract in the EVM, without value and with join points disabled.
   *
   * @param from 20 bytes
   * @param to 20 bytes
   * @param gas EVM gas
   */
  ContractAnswer call(ByteKey from, ByteKey to, byte[] callData, long gas);

  /**
   * Runs {@code init} of a version that is being deployed.
   *
   * @param state where the aspect's code, properties and state are, and where its writes go
   * @param input partial where the transaction has no hash
   */
  JoinPointResult init(
      StoreTransaction state, ByteKey aspect, long version, InitInput input, long gas);

  /** Runs {@code operation}; as {@link #init}. */
  JoinPointResult operation(
      StoreTransaction state, ByteKey aspect, long version, OperationInput input, long gas);

  /** Asks an aspect whether somebody owns it; as {@link #init}. */
  OwnershipResult isOwner(
      StoreTransaction state, ByteKey aspect, long version, ByteKey sender, long gas);

  /**
   * How a contract call ended.
   *
   * @param returnData not copied
   * @param gasLeft EVM gas
   * @param isSuccess whether it ended without any error, reverts included
   */
  record ContractAnswer(byte[] returnData, long gasLeft, boolean isSuccess) {}
}
