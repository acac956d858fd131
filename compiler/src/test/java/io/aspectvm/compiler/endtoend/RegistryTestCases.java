package io.aspectvm.compiler.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.testing.AspectNode;
import io.aspectvm.compiler.testing.DeployedNode;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.RevertData;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.registry.CoreResult.Kind;
import io.aspectvm.runtime.store.StoreTransaction;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples deployed by call data, compiled, run and upgraded; over any store. */
@Timeout(120)
abstract class RegistryTestCases extends RegistryFixture {

  private static final byte[] EMPTY = {};

  @AfterEach
  void close() {
    node.close();
    store().close();
  }

  private static WithFromTxInput tx(ByteKey aspect, ByteKey from) {
    return WithFromTxInput.newBuilder()
        .setHash(ByteString.copyFrom(DeployedNode.HASH))
        .setTo(ByteString.copyFrom(aspect.bytes()))
        .setFrom(ByteString.copyFrom(from.bytes()))
        .build();
  }

  private static BlockInput height() {
    return BlockInput.newBuilder().setNumber(7).build();
  }

  /** Gas of {@code init} where no registry is: on services in memory. */
  private static long initGas(byte[] wasm, byte[] data) throws Exception {
    try (AspectNode alone = new AspectNode().deploy(FIRST, wasm)) {
      InitInput input =
          InitInput.newBuilder()
              .setTx(tx(FIRST, SENDER))
              .setBlock(height())
              .setCallData(ByteString.copyFrom(data))
              .build();
      return GAS
          - alone.load(FIRST).init(input, GAS, alone.host(SENDER).withAspect(FIRST, 1)).gasLeft();
    }
  }

  /** As above, of the counter's first {@code operation} after an {@code init} to 41. */
  private static long operationGas(byte[] wasm) throws Exception {
    try (AspectNode alone = new AspectNode().deploy(FIRST, wasm)) {
      OperationInput input =
          OperationInput.newBuilder()
              .setTx(tx(FIRST, SENDER))
              .setBlock(height())
              .setCallData(ByteString.EMPTY)
              .build();
      var host = alone.host(SENDER).withAspect(FIRST, 1);
      InitInput init =
          InitInput.newBuilder()
              .setTx(tx(FIRST, SENDER))
              .setBlock(height())
              .setCallData(ByteString.copyFrom(new byte[] {41}))
              .build();
      alone.load(FIRST).init(init, GAS, host);
      return GAS - alone.load(FIRST).operation(input, GAS, host).gasLeft();
    }
  }

  /** Gas by join-points, section 8, for a record of so many bytes, key included. */
  private static long stored(int bytes) {
    return (bytes + 32) / 32 * 1000L;
  }

  /** Of a deployment without proof and properties. */
  private static long storage(int moduleBytes) {
    return loaded(25) + stored(25 + 32) + stored(33 + moduleBytes) + stored(33 + 40);
  }

  private static long loaded(int bytes) {
    return (bytes + 32) / 32 * 10L;
  }

  @Test
  void deployingPaysForStorageThenForInit() throws Exception {
    byte[] wasm = example("counter");
    CoreResult result =
        done(SENDER, deployment(wasm, new byte[] {41}, CALL_LEVEL_AND_TX, property("a", EMPTY)));
    assertArrayEquals(EMPTY, result.output());
    assertArrayEquals(word(41), state(FIRST, "count"));
    // Keys: scope 1, format 2, type 2, aspect 20; versions add 8 bytes. The aspect's record: 32
    // bytes without proof; a version's: join points 8, hash 32; the property: its key, no value.
    long storage =
        loaded(25) + stored(25 + 32) + stored(33 + wasm.length) + stored(33 + 40) + stored(33 + 1);
    assertEquals(GAS - storage - initGas(wasm, new byte[] {41}), result.gasLeft());
    assertArrayEquals(wasm, deployed(aspects -> aspects.code(FIRST, 1)).orElseThrow());
  }

  @Test
  void operationsReturnTheirBytesAndPayNoStorage() throws Exception {
    byte[] wasm = example("counter");
    done(SENDER, deployment(wasm, new byte[] {41}, 0));
    CoreResult result = done(OWNER, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    ByteBuffer counts = ByteBuffer.wrap(ENTRYPOINT.decodeResult(result.output()).bytes(0));
    assertEquals(32, counts.remaining());
    for (long expected : new long[] {1, 1, 1, 42}) {
      assertEquals(expected, counts.getLong());
    }
    assertEquals(GAS - operationGas(wasm), result.gasLeft());
    assertArrayEquals(word(42), state(FIRST, "count"));
    assertEquals("aspect not deployed", refused(OWNER, ENTRYPOINT.encodeCall(OWNER, EMPTY)));
  }

  @Test
  void oneUnitOfGasLessThanInitNeedsLeavesNothing() throws Exception {
    byte[] wasm = example("counter");
    byte[] callData = deployment(wasm, new byte[] {41}, 0);
    long needed = storage(wasm.length) + initGas(wasm, new byte[] {41});
    CoreResult tooLittle = block(state -> dropped(callData, needed - 1, state));
    assertEquals(Kind.OUT_OF_GAS, tooLittle.error().kind());
    assertEquals(0, tooLittle.gasLeft());
    assertEquals(0, latestVersion());
    CoreResult enough = call(SENDER, needed, callData);
    assertNull(enough.error());
    assertEquals(0, enough.gasLeft());
  }

  private CoreResult dropped(byte[] callData, long gas, StoreTransaction state) {
    return node.transaction(state, SENDER, 0, 7).call(callData, gas);
  }

  @Test
  void aFailingInitLeavesNothing() throws Exception {
    // More than 64 bits: the counter's init throws. Its gas is gone as far as it came.
    CoreResult result =
        block(
            state ->
                dropped(
                    deployment(example("counter"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0),
                    GAS,
                    state));
    assertEquals(Kind.ASPECT_FAILED, result.error().kind());
    assertTrue(result.gasLeft() > 0 && result.gasLeft() < GAS);
    assertEquals(0, latestVersion());
    assertFalse(deployed(aspects -> aspects.code(FIRST, 1)).isPresent());
  }

  @Test
  void aRevertInInitReachesTheCallerWithTheGasThatItWasGiven() throws Exception {
    byte[] no = {10, 0, 2, 0, 0, 0, 'n', 'o'};
    byte[] wasm =
        GuestModule.aspect()
            .importing("revert", "util-api", "__UtilApi__.revert", "i32 ->")
            .data(64, no)
            .export("execute", "i32 i32 -> i32", "i32.const 64; call $revert; unreachable")
            .toByteArray();
    byte[] callData = deployment(wasm, EMPTY, 0);
    CoreResult result = block(state -> dropped(callData, GAS, state));
    assertEquals(Kind.REVERTED, result.error().kind());
    assertEquals("no", RevertData.unpack(result.output()).orElseThrow().text());
    assertEquals(GAS - storage(wasm.length), result.gasLeft());
    assertEquals(0, latestVersion());
  }

  @Test
  void whatTheValidatorRefusesIsNotDeployed() throws Exception {
    byte[] float32 =
        GuestModule.aspect()
            .export("execute", "i32 i32 -> i32", "i32.const 0")
            .function("f", "f32 ->", "")
            .toByteArray();
    String text = refused(SENDER, deployment(float32, EMPTY, 0));
    assertTrue(text.contains("floating-point support is disabled"), text);
    byte[] start = GuestModule.aspect().function("s", "->", "").start("s").toByteArray();
    text = refused(SENDER, deployment(start, EMPTY, 0));
    assertTrue(text.contains("start section not allowed"), text);
    byte[] noEntry = GuestModule.aspect().without("__aspect_start__").toByteArray();
    text = refused(SENDER, deployment(noEntry, EMPTY, 0));
    assertTrue(text.contains("aspect entrypoint not exported"), text);
    assertEquals(1, text.lines().count());
    assertFalse(deployed(aspects -> aspects.code(FIRST, 1)).isPresent());
  }

  /** Valid, as the validator knows no imports; nobody can run it, so its init crashes. */
  @Test
  void anAspectThatImportsSomethingUnknownCrashesInInit() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("seed", "env", "seed", "-> i32")
            .export("execute", "i32 i32 -> i32", "i32.const 0")
            .toByteArray();
    CoreResult result = block(state -> dropped(deployment(wasm, EMPTY, 0), GAS, state));
    assertEquals("aspect execution crashed", result.error().text());
    assertEquals(GAS - storage(wasm.length), result.gasLeft());
    assertEquals(0, latestVersion());
  }

  /** It passes validation, and instrumentation refuses it: an upgrade only leads to a crash. */
  @Test
  void aModuleWithSeveralResultsIsDeployedAndCrashes() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .export("execute", "i32 i32 -> i32", "i32.const 0")
            .function("two", "-> i32 i32", "i32.const 0; i32.const 0")
            .toByteArray();
    CoreResult result = block(state -> dropped(deployment(wasm, EMPTY, 0), GAS, state));
    assertEquals("aspect execution crashed", result.error().text());
    assertEquals(GAS - storage(wasm.length), result.gasLeft());
    done(SENDER, deployment(example("counter"), EMPTY, CALL_LEVEL_AND_TX));
    done(SENDER, upgrade(FIRST, wasm, CALL_LEVEL_AND_TX));
    assertEquals(2, latestVersion());
    CoreResult operation = call(SENDER, GAS, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    assertEquals("aspect execution crashed", operation.error().text());
    assertEquals(GAS, operation.gasLeft());
    // Nobody can say who owns it, so it stays: the transaction is aborted.
    CoreResult again = call(SENDER, GAS, upgrade(FIRST, wasm, 0));
    assertEquals(Kind.ABORTED, again.error().kind());
  }

  /**
   * The stream is the counter example compressed by the reference encoder, quality 11; a change of
   * the example needs a new one: {@code brotli -q 11 examples/wasm/counter.wasm}.
   */
  @Test
  void codeComesCompressedToo() throws Exception {
    byte[] stream;
    try (var file = getClass().getResourceAsStream("/registry/counter.wasm.br")) {
      stream = file.readAllBytes();
    }
    byte[] wasm = example("counter");
    byte[] envelope = new byte[8 + stream.length];
    envelope[3] = 1;
    System.arraycopy(Hashes.keccak256(stream), 0, envelope, 4, 4);
    System.arraycopy(stream, 0, envelope, 8, stream.length);
    CoreResult result = done(SENDER, deployment(envelope, new byte[] {41}, 0));
    assertArrayEquals(wasm, deployed(aspects -> aspects.code(FIRST, 1)).orElseThrow());
    // What is stored is what is paid: the module as it is.
    assertEquals(GAS - storage(wasm.length) - initGas(wasm, new byte[] {41}), result.gasLeft());
    done(OWNER, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    assertArrayEquals(word(42), state(FIRST, "count"));
    envelope[20] ^= 1;
    assertEquals("invalid checksum", refused(SENDER, deployment(envelope, EMPTY, 0)));
  }

  @Test
  void bindingsDecideWhatRuns() throws Exception {
    done(SENDER, deployment(example("counter"), EMPTY, CALL_LEVEL_AND_TX));
    TransactionOutcome unbound = transaction();
    CoreResult bound = done(OWNER, bind(FIRST, 0, -3));
    // After the contract was asked. Loads: the aspect, its version, the account in the aspect (45:
    // nothing yet), the account's bindings (25: nothing yet). Stores: the aspect, the account's
    // bindings, the account in the aspect, 32 bytes each.
    long loads = loaded(25 + 32) + loaded(33 + 40) + loaded(45) + loaded(25);
    long stores = stored(25 + 32) + stored(25 + 32) + stored(45 + 32);
    assertEquals(GAS - DeployedNode.OWNERSHIP_GAS - loads - stores, bound.gasLeft());
    TransactionOutcome counted = transaction();
    assertTrue(counted.isSuccess() && counted.gasUsed() > unbound.gasUsed());
    assertArrayEquals(word(4), state(FIRST, "count"));
    assertEquals("contract ownership validation failed", refused(SENDER, bind(FIRST, 0, 0)));
    done(OWNER, UNBIND.encodeCall(FIRST, CONTRACT));
    assertEquals(unbound, transaction());
    assertArrayEquals(word(4), state(FIRST, "count"));
  }

  /** A block with a transaction that calls the contract. */
  private TransactionOutcome transaction() throws Exception {
    return block(state -> transact(node.transaction(state, SENDER, 0, 7), GAS));
  }

  @Test
  void anAccountRunsTheVersionThatItBound() throws Exception {
    done(SENDER, deployment(example("counter"), EMPTY, CALL_LEVEL_AND_TX));
    done(OWNER, bind(FIRST, 1, 0));
    // Of the new version nothing answers at a join point: it fails where it runs.
    done(SENDER, upgrade(FIRST, example("hello"), CALL_LEVEL_AND_TX));
    assertEquals(2, latestVersion());
    assertTrue(transaction().isSuccess());
    assertArrayEquals(word(4), state(FIRST, "count"));
    byte[] greeting = done(SENDER, ENTRYPOINT.encodeCall(FIRST, "Bo".getBytes(UTF_8))).output();
    assertEquals("Hello, Bo!", new String(ENTRYPOINT.decodeResult(greeting).bytes(0), UTF_8));

    done(OWNER, CHANGE_VERSION.encodeCall(FIRST, CONTRACT, number(0)));
    assertFalse(transaction().isSuccess());
    assertArrayEquals(word(4), state(FIRST, "count"));
    done(OWNER, CHANGE_VERSION.encodeCall(FIRST, CONTRACT, number(1)));
    assertTrue(transaction().isSuccess());
    assertArrayEquals(word(8), state(FIRST, "count"));
  }

  /** The guard comes by an upgrade. */
  @Test
  void onlyWhomTheLatestVersionCallsItsOwnerUpgrades() throws Exception {
    byte[] counter = example("counter");
    byte[] guard = example("guard");
    done(SENDER, deployment(counter, EMPTY, 4, property("owner", OWNER.bytes())));
    done(SENDER, upgrade(FIRST, guard, 4, property("limit", (byte) 2)));
    assertEquals("aspect ownership validation failed", refused(SENDER, upgrade(FIRST, counter, 4)));
    assertEquals(2, latestVersion());
    CoreResult result = done(OWNER, upgrade(FIRST, guard, 4, property("limit", (byte) 1)));
    assertEquals(3, latestVersion());
    long loads =
        loaded(25 + 32) + loaded(33 + guard.length) + loaded(33 + 5 + 1) + loaded(33 + 5 + 20);
    long stores =
        stored(25 + 32)
            + stored(33 + guard.length)
            + stored(33 + 40)
            + stored(33 + 5 + 1)
            + stored(33 + 5 + 20);
    assertEquals(GAS - loads - stores - ownershipGas(guard), result.gasLeft());

    done(OWNER, bind(FIRST, 2, 0));
    assertEquals(List.of(true, true, false), successes(3));
    done(OWNER, CHANGE_VERSION.encodeCall(FIRST, CONTRACT, number(3)));
    assertEquals(List.of(false), successes(1));
  }

  private List<Boolean> successes(int transactions) throws Exception {
    Boolean[] successes = new Boolean[transactions];
    for (int i = 0; i < transactions; i++) {
      successes[i] = transaction().isSuccess();
    }
    return List.of(successes);
  }

  private static long ownershipGas(byte[] guard) throws Exception {
    try (AspectNode alone = new AspectNode().deploy(FIRST, guard)) {
      alone.property(FIRST, "owner", OWNER.bytes());
      return GAS
          - alone
              .load(FIRST)
              .isOwner(OWNER.bytes(), GAS, alone.host(OWNER).withAspect(FIRST, 1))
              .gasLeft();
    }
  }

  /** Another node over the same blocks: it has nothing compiled, and keeps nothing. */
  @Test
  void whatIsStoredIsEnoughToRun() throws Exception {
    byte[] callData = deployment(example("counter"), new byte[] {41}, CALL_LEVEL_AND_TX);
    done(SENDER, callData);
    done(OWNER, bind(FIRST, 1, 0));
    CoreResult before = done(OWNER, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    reopen();
    node.close();
    node = new DeployedNode(0);
    CoreResult after = done(OWNER, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    assertEquals(before.gasLeft(), after.gasLeft());
    assertArrayEquals(word(43), state(FIRST, "count"));
    transaction();
    assertArrayEquals(word(47), state(FIRST, "count"));
  }

  /** Closes the store and opens it again, where that keeps it. */
  void reopen() throws Exception {}

  @Test
  void selectorsAreThePublishedOnes() {
    List<String> published =
        List.of("df8c47d2", "100a252e", "3446f1d2", "4930308e", "92dfbc49", "995a75e8");
    List<String> selectors =
        List.of(DEPLOY, UPGRADE, BIND, UNBIND, CHANGE_VERSION, ENTRYPOINT).stream()
            .map(function -> HexFormat.of().formatHex(function.selector()))
            .toList();
    assertEquals(published, selectors);
  }
}
