package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.registry.AspectCoreContract.Method;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreTransaction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The core contract over a store in memory and a scripted node; calls by call data. */
abstract class CoreContractFixture {

  static final int LIMIT = 100_000;
  static final long GAS = 1_000_000_000;
  static final int VERIFIER = 1;
  static final int CALL_LEVEL = 4;
  static final ByteKey SENDER = address(0x5e);
  static final ByteKey CONTRACT = address(0xc0);
  static final ByteKey NOBODY = address(0);
  static final byte[] HASH = new byte[32];

  /** Modules that start with this byte are invalid. */
  static final int INVALID = 0xFF;

  /** Modules that start with this byte are too much for this node's compiler, once. */
  static final int TOO_MUCH = 0xFE;

  private static final byte[] YES = ByteKey.word(new byte[] {1}).bytes();

  final ScriptedNode node = new ScriptedNode();
  final ChainStore store = ChainStore.inMemory();
  final StoreTransaction state = store.beginBlock(1);
  final AspectCoreContract contract =
      new AspectCoreContract(new AspectRegistry(this::compile, LIMIT));
  private boolean exhausted;
  private long nonce;

  CoreContractFixture() {
    node.contracts.add(CONTRACT);
    node.contractReturns = YES;
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CompiledModule compile(byte[] wasm) throws RefusalException {
    if (wasm.length > 0 && Byte.toUnsignedInt(wasm[0]) == TOO_MUCH && !exhausted) {
      exhausted = true;
      throw new OutOfMemoryError("no memory to compile with");
    }
    if (wasm.length > 0 && Byte.toUnsignedInt(wasm[0]) == INVALID) {
      throw new RefusalException("bulk memory support is not enabled");
    }
    return null; // nothing here runs it
  }

  static ByteKey address(int number) {
    return ByteKey.address(BigInteger.valueOf(number).toByteArray());
  }

  static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  static ContractValues property(String key, String value) {
    return ContractValues.of(GuestString.of(key), GuestString.of(value).bytes());
  }

  CoreContext context(ByteKey sender) {
    return new CoreContext(node, new CoreCall(sender, nonce, HASH, 77), state);
  }

  CoreResult call(ByteKey sender, long gas, Method method, Object... arguments) {
    return contract.execute(context(sender), method.function.encodeCall(arguments), gas);
  }

  CoreResult call(Method method, Object... arguments) {
    return call(SENDER, GAS, method, arguments);
  }

  /** What a call returns that succeeds. */
  byte[] done(Method method, Object... arguments) {
    CoreResult result = call(method, arguments);
    assertNull(result.error());
    return result.output();
  }

  /** Text of a refusal that consumes all gas. */
  String refusal(Method method, Object... arguments) {
    return refusal(0, call(method, arguments));
  }

  static String refusal(long gasLeft, CoreResult result) {
    assertEquals(gasLeft, result.gasLeft());
    assertEquals(0, result.output().length);
    return result.error().text();
  }

  static byte[] module(int size) {
    byte[] module = new byte[size];
    Arrays.fill(module, (byte) 0x61);
    return module;
  }

  Object[] deployment(byte[] code, List<ContractValues> properties, int joinPoints) {
    return new Object[] {
      code, new byte[] {9}, properties, SENDER, new byte[] {8}, number(joinPoints)
    };
  }

  /** Id that the next deployment gets. */
  ByteKey nextAspect() {
    return Deployer.createAddress(SENDER, nonce);
  }

  ByteKey deploy(int joinPoints, ContractValues... properties) {
    ByteKey aspect = nextAspect();
    done(Method.DEPLOY, deployment(module(10), List.of(properties), joinPoints));
    nonce++;
    return aspect;
  }

  void upgrade(ByteKey aspect, int joinPoints, ContractValues... properties) {
    done(Method.UPGRADE, aspect, module(20), List.of(properties), number(joinPoints));
  }

  void bind(ByteKey aspect, ByteKey account, int version, int priority) {
    done(Method.BIND, aspect, number(version), account, number(priority));
  }

  DeployedAspects deployed() {
    return new DeployedAspects(state);
  }
}
