package io.aspectvm.runtime.registry;

import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node that answers as it is told, and remembers what it was asked. */
final class ScriptedNode implements CoreNode {

  /** What aspects and contracts use of their gas. */
  static final long GAS_USED = 7;

  static final ByteKey STATE_KEY = ByteKey.of("written by init");

  final Set<ByteKey> contracts = new HashSet<>();
  final List<String> asked = new ArrayList<>();
  byte[] contractReturns = new byte[0];
  boolean contractFails;
  byte[] aspectReturns = {};
  JoinPointError aspectError;
  boolean ownerAnswer = true;
  JoinPointError ownerError;
  InitInput initInput;
  OperationInput operationInput;

  @Override
  public boolean hasCode(ByteKey account) {
    return contracts.contains(account);
  }

  @Override
  public ContractAnswer call(ByteKey from, ByteKey to, byte[] callData, long gas) {
    asked.add("call " + from + " " + to + " " + ByteKey.of(callData) + " " + gas);
    return new ContractAnswer(contractReturns, gas - GAS_USED, !contractFails);
  }

  @Override
  public JoinPointResult init(
      StoreTransaction state, ByteKey aspect, long version, InitInput input, long gas) {
    initInput = input;
    new StoredAspectState(state).set(aspect, STATE_KEY, new byte[] {1});
    return result("init " + version, gas);
  }

  @Override
  public JoinPointResult operation(
      StoreTransaction state, ByteKey aspect, long version, OperationInput input, long gas) {
    operationInput = input;
    new StoredAspectState(state).set(aspect, STATE_KEY, new byte[] {2});
    return result("operation " + version, gas);
  }

  private JoinPointResult result(String what, long gas) {
    asked.add(what + " " + gas);
    return new JoinPointResult(aspectReturns, gas - GAS_USED, aspectError, null);
  }

  @Override
  public OwnershipResult isOwner(
      StoreTransaction state, ByteKey aspect, long version, ByteKey sender, long gas) {
    asked.add("isOwner " + version + " " + sender);
    return new OwnershipResult(ownerAnswer, gas - GAS_USED, ownerError, null);
  }
}
