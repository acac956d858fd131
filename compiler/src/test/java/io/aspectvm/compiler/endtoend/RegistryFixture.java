package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aspectvm.compiler.testing.AspectNode;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.DeployedNode;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.AspectTransaction;
import io.aspectvm.runtime.joinpoint.AspectTransaction.Details;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.ContractCall;
import io.aspectvm.runtime.joinpoint.ContractCall.Message;
import io.aspectvm.runtime.joinpoint.ContractCallRules;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.registry.DeployedAspects;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoredAspectState;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;

/** Deployed aspects in one block after another; calls by the contract's published ABI. */
abstract class RegistryFixture {

  static final long GAS = 1_000_000_000;
  static final int CALL_LEVEL_AND_TX = 30;
  static final ByteKey SENDER = AspectNode.address(0x5E);
  static final ByteKey OWNER = DeployedNode.OWNER;
  static final ByteKey CONTRACT = DeployedNode.CONTRACT;

  /** Ids of the sender's first aspects: its address behind the RLP of both, nonces 0 and 1. */
  static final ByteKey FIRST = created("80");

  static final ByteKey SECOND = created("01");

  static final ContractFunction DEPLOY =
      ContractFunction.of("deploy(bytes,bytes,(string,bytes)[],address,bytes,uint256)", "()");
  static final ContractFunction UPGRADE =
      ContractFunction.of("upgrade(address,bytes,(string,bytes)[],uint256)", "()");
  static final ContractFunction BIND =
      ContractFunction.of("bind(address,uint256,address,int8)", "()");
  static final ContractFunction UNBIND = ContractFunction.of("unbind(address,address)", "()");
  static final ContractFunction CHANGE_VERSION =
      ContractFunction.of("changeVersion(address,address,uint64)", "()");
  static final ContractFunction ENTRYPOINT =
      ContractFunction.of("entrypoint(address,bytes)", "(bytes)");

  private static final byte[] RETURNED = {42};
  private static final long GAS_OF_CONTRACT = 5_000;

  DeployedNode node = new DeployedNode(2);
  private long nonce;

  /** The store of this test. */
  abstract ChainStore store();

  private static ByteKey created(String nonce) {
    byte[] rlp = HexFormat.of().parseHex("d694" + "5e".repeat(20) + nonce);
    return ByteKey.address(Hashes.keccak256(rlp));
  }

  static byte[] example(String name) throws IOException {
    return Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm"));
  }

  static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  static byte[] word(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static ContractValues property(String key, byte... value) {
    return ContractValues.of(GuestString.of(key), value);
  }

  /** Something done in a transaction of a block. */
  @FunctionalInterface
  interface Step<T> {
    T in(StoreTransaction state) throws Exception;
  }

  /** A block of one transaction, of which everything is kept. */
  <T> T block(Step<T> step) throws Exception {
    try (StoreTransaction block = store().beginBlock(store().latestBlock().orElse(0) + 1)) {
      T result = step.in(block);
      block.commit();
      return result;
    }
  }

  /** A block with a call of the core contract. */
  CoreResult call(ByteKey sender, long gas, byte[] callData) throws Exception {
    return block(
        state -> {
          CoreResult result = node.transaction(state, sender, nonce, 7).call(callData, gas);
          nonce += sender.equals(SENDER) && DEPLOY.isCalledBy(callData) ? 1 : 0;
          return result;
        });
  }

  /** The same, which succeeds. */
  CoreResult done(ByteKey sender, byte[] callData) throws Exception {
    CoreResult result = call(sender, GAS, callData);
    assertNull(result.error());
    return result;
  }

  /** The same, which fails and consumes all gas. */
  String refused(ByteKey sender, byte[] callData) throws Exception {
    CoreResult result = call(sender, GAS, callData);
    assertEquals(0, result.gasLeft());
    assertEquals(0, result.output().length);
    return result.error().text();
  }

  static byte[] deployment(
      byte[] code, byte[] initData, int joinPoints, ContractValues... properties) {
    return DEPLOY.encodeCall(
        code, initData, List.of(properties), SENDER, new byte[0], number(joinPoints));
  }

  static byte[] upgrade(ByteKey aspect, byte[] code, int joinPoints, ContractValues... properties) {
    return UPGRADE.encodeCall(aspect, code, List.of(properties), number(joinPoints));
  }

  static byte[] bind(ByteKey aspect, int version, int priority) {
    return BIND.encodeCall(aspect, number(version), CONTRACT, number(priority));
  }

  byte[] state(ByteKey aspect, String key) throws Exception {
    try (var snapshot = store().snapshot()) {
      byte[] value = StoredAspectState.entries(snapshot, aspect).get(ByteKey.of(key));
      return value == null ? new byte[0] : value;
    }
  }

  /** Something looked up in what is committed. */
  @FunctionalInterface
  interface Look<T> {
    T up(DeployedAspects deployed);
  }

  long latestVersion() {
    return deployed(aspects -> aspects.latestVersion(FIRST));
  }

  <T> T deployed(Look<T> look) {
    try (var snapshot = store().snapshot()) {
      return look.up(new DeployedAspects(snapshot));
    }
  }

  /** A transaction that calls the contract, whose code only uses gas and returns something. */
  static TransactionOutcome transact(DeployedNode.Transaction transaction, long gas) {
    AspectTransaction steps =
        new AspectTransaction(
            transaction.chain(),
            new Details(DeployedNode.HASH, SENDER, CONTRACT, transaction.height(), gas),
            gas);
    if (steps.preTxExecute(transaction.host())) {
      CallOutcome call = contractCall(transaction, steps.gasLeft());
      steps.callEnded(call.returnData(), call.gasLeft(), call.error());
      if (steps.postTxExecuteIsDue()) {
        steps.postTxExecute(transaction.host());
      }
    }
    return steps.outcome();
  }

  private static CallOutcome contractCall(DeployedNode.Transaction transaction, long gas) {
    Message message = new Message(SENDER, CONTRACT, 0, new byte[] {1}, BigInteger.ZERO);
    ContractCall call = new ContractCall(transaction.chain(), message, transaction.height());
    ContractCallRules.Before before = call.before(gas, transaction.host());
    return before.proceeds()
        ? call.after(
            RETURNED, Math.max(0, before.gas() - GAS_OF_CONTRACT), null, transaction.host())
        : before.outcome();
  }
}
