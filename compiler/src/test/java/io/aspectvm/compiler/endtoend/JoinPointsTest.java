package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.testing.AspectNode;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.AspectTransaction;
import io.aspectvm.runtime.joinpoint.AspectTransaction.Details;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import io.aspectvm.runtime.joinpoint.ContractCall;
import io.aspectvm.runtime.joinpoint.ContractCall.Message;
import io.aspectvm.runtime.joinpoint.ContractCallRules;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import io.aspectvm.runtime.joinpoint.RevertData;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.verification.TransactionVerification;
import io.aspectvm.runtime.verification.UnsignedTransaction;
import io.aspectvm.runtime.verification.VerificationPayload;
import io.aspectvm.runtime.verification.VerificationResult;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compiled aspects at their join points: the examples, and a verifier. */
@Timeout(120)
class JoinPointsTest {

  private static final long LIMIT = 1_000_000;
  private static final long AFTER_INTRINSIC = 979_000;
  private static final long CALL_COSTS = 5_000;
  private static final byte[] RET = {42};
  private static final byte[] HASH = new byte[32];
  private static final int ALL = 31;

  private static final ByteKey CONTRACT = AspectNode.address(0xC0);
  private static final ByteKey SENDER = AspectNode.address(0x5E);
  private static final ByteKey OWNER = AspectNode.address(0x0E);
  private static final ByteKey COUNTER = AspectNode.address(1);
  private static final ByteKey GUARD = AspectNode.address(2);
  private static final ByteKey HELLO = AspectNode.address(3);
  private static final ByteKey VERIFIER = AspectNode.address(4);

  private final AspectNode node = new AspectNode();

  @BeforeEach
  void deploy() throws Exception {
    node.deploy(COUNTER, example("counter"))
        .deploy(GUARD, example("guard"))
        .deploy(HELLO, example("hello"));
    limitTo(node, 2);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static byte[] example(String name) throws Exception {
    return Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm"));
  }

  private static void limitTo(AspectNode node, int calls) {
    node.property(GUARD, "owner", OWNER.bytes()).property(GUARD, "limit", (byte) calls);
  }

  private static WithFromTxInput tx(ByteKey to, ByteKey from) {
    return WithFromTxInput.newBuilder()
        .setHash(ByteString.copyFrom(HASH))
        .setTo(ByteString.copyFrom(to.bytes()))
        .setFrom(ByteString.copyFrom(from.bytes()))
        .build();
  }

  private static BlockInput block() {
    return BlockInput.newBuilder().setNumber(7).build();
  }

  private static OperationInput operation(ByteKey aspect, ByteKey from, byte... data) {
    return OperationInput.newBuilder()
        .setTx(tx(aspect, from))
        .setBlock(block())
        .setCallData(ByteString.copyFrom(data))
        .build();
  }

  /** A transaction that calls the contract, whose code only uses gas and returns something. */
  private static TransactionOutcome transact(AspectNode node, CallError callError) {
    node.begin();
    AspectTransaction transaction =
        new AspectTransaction(
            node.chain(), new Details(HASH, SENDER, CONTRACT, 7, LIMIT), AFTER_INTRINSIC);
    if (transaction.preTxExecute(node.host(SENDER))) {
      CallOutcome call = call(node, transaction.gasLeft(), callError);
      transaction.callEnded(call.returnData(), call.gasLeft(), call.error());
      if (transaction.postTxExecuteIsDue()) {
        transaction.postTxExecute(node.host(SENDER));
      }
    }
    return transaction.outcome();
  }

  private static CallOutcome call(AspectNode node, long gas, CallError error) {
    Message message = new Message(SENDER, CONTRACT, 0, new byte[] {1}, BigInteger.TEN);
    ContractCall call = new ContractCall(node.chain(), message, 7);
    ContractCallRules.Before before = call.before(gas, node.host(SENDER));
    return before.proceeds()
        ? call.after(RET, before.gas() - CALL_COSTS, error, node.host(SENDER))
        : before.outcome();
  }

  private TransactionOutcome transact() {
    return transact(node, null);
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Test
  void transientStorageLivesForTheTransactionAndStateForEver() {
    node.bind(CONTRACT, COUNTER, 0, ALL);
    for (int i = 1; i <= 3; i++) {
      TransactionOutcome outcome = transact();
      assertNull(outcome.error());
      assertArrayEquals(RET, outcome.returnData());
      assertArrayEquals(number(4L * i), node.state(COUNTER, "count"));
    }
    node.begin();
    JoinPointResult counts =
        node.load(COUNTER)
            .operation(operation(COUNTER, SENDER), LIMIT, node.host(SENDER).withAspect(COUNTER, 1));
    ByteBuffer data = ByteBuffer.wrap(counts.returnData());
    assertEquals(1, data.getLong(), "global");
    assertEquals(1, data.getLong(), "memory");
    assertEquals(1, data.getLong(), "transient");
    assertEquals(13, data.getLong(), "state");
  }

  @Test
  void aspectsArePaidFromTheTransaction() {
    TransactionOutcome without = transact();
    assertEquals(LIMIT - AFTER_INTRINSIC + CALL_COSTS, without.gasUsed());
    node.bind(CONTRACT, COUNTER, 0, ALL);
    TransactionOutcome with = transact();
    long used = with.gasUsed() - without.gasUsed();
    assertTrue(used > 4 && with.gasLeft() == LIMIT - with.gasUsed(), () -> String.valueOf(used));
    assertEquals(with, transact(node.fork(), null), "with nothing stored, the same again");
  }

  @Test
  void aCallThatFailedIsSeenByPostContractCallButNotByPostTxExecute() {
    node.bind(CONTRACT, COUNTER, 0, ALL);
    TransactionOutcome outcome = transact(node, CallError.EVM_REVERTED);
    assertEquals(CallError.EVM_REVERTED, outcome.error());
    assertArrayEquals(RET, outcome.returnData());
    assertArrayEquals(number(3), node.state(COUNTER, "count"));
  }

  @Test
  void aGuardStopsTheCallAtOnceAndCostsNothing() {
    node.bind(CONTRACT, GUARD, 0, JoinPoint.PRE_CONTRACT_CALL.bit());
    node.bind(CONTRACT, COUNTER, -1, JoinPoint.PRE_CONTRACT_CALL.bit());
    assertTrue(transact().isSuccess());
    assertTrue(transact().isSuccess());
    TransactionOutcome stopped = transact();
    assertEquals(CallError.Kind.ASPECT_REVERTED, stopped.error().kind());
    assertEquals(
        "guard: limit of 2 calls reached",
        RevertData.unpack(stopped.returnData()).orElseThrow().text());
    // The counter ran before it, and is paid; neither the guard nor the call are.
    assertArrayEquals(number(3), node.state(COUNTER, "count"));
    long counter = LIMIT - AFTER_INTRINSIC + counterAlone();
    assertEquals(counter, stopped.gasUsed());
  }

  /** EVM gas that the third count costs at preContractCall, of an account without guard. */
  private long counterAlone() {
    ByteKey other = AspectNode.address(0x77);
    AspectNode alone = node.fork().bind(other, COUNTER, 0, JoinPoint.PRE_CONTRACT_CALL.bit());
    long left = 0;
    for (int i = 0; i < 3; i++) {
      alone.begin();
      Message message = new Message(SENDER, other, 0, new byte[] {1}, BigInteger.TEN);
      ContractCall call = new ContractCall(alone.chain(), message, 7);
      left = call.before(AFTER_INTRINSIC, alone.host(SENDER)).gas();
    }
    return AFTER_INTRINSIC - left;
  }

  @Test
  void ownersOperationsAndInit() {
    OwnershipResult yes =
        node.load(GUARD).isOwner(OWNER.bytes(), LIMIT, node.host(OWNER).withAspect(GUARD, 1));
    OwnershipResult no =
        node.load(GUARD).isOwner(SENDER.bytes(), LIMIT, node.host(OWNER).withAspect(GUARD, 1));
    assertTrue(yes.isOwner() && yes.gasLeft() < LIMIT);
    assertNull(yes.error());
    assertFalse(no.isOwner());
    assertNull(no.error());
    // hello knows no such method: it throws, and so traps.
    OwnershipResult trapped =
        node.load(HELLO).isOwner(SENDER.bytes(), LIMIT, node.host(OWNER).withAspect(HELLO, 1));
    assertEquals(JoinPointError.Kind.EXECUTION, trapped.error().kind());
    assertTrue(trapped.gasLeft() < LIMIT && trapped.gasLeft() > 0);

    JoinPointResult greeting =
        node.load(HELLO)
            .operation(
                operation(HELLO, SENDER, (byte) 'B', (byte) 'o'),
                LIMIT,
                node.host(SENDER).withAspect(HELLO, 1));
    assertEquals("Hello, Bo!", new String(greeting.returnData(), StandardCharsets.UTF_8));

    JoinPointResult init =
        node.load(COUNTER)
            .init(
                InitInput.newBuilder()
                    .setTx(tx(COUNTER, SENDER))
                    .setBlock(block())
                    .setCallData(ByteString.copyFrom(new byte[] {9}))
                    .build(),
                LIMIT,
                node.host(SENDER).withAspect(COUNTER, 1));
    assertNull(init.error());
    assertEquals(0, init.returnData().length);
    assertArrayEquals(number(9), node.state(COUNTER, "count"));
  }

  @Test
  void aRevertedOperationGivesAllGasBack() {
    JoinPointResult refused =
        node.load(GUARD)
            .operation(
                operation(GUARD, SENDER, (byte) 9), LIMIT, node.host(SENDER).withAspect(GUARD, 1));
    assertTrue(refused.error().isRevert());
    assertEquals(LIMIT, refused.gasLeft());
    assertEquals(
        "guard: only the owner may do this",
        RevertData.unpack(refused.returnData()).orElseThrow().text());
  }

  /** What it uses is enough, one EVM gas less is not; and in the start function, too. */
  @Test
  void gasIsExactAtEveryExit() {
    JoinPointResult result = countOnce(LIMIT);
    ExecutionResult execution = result.execution();
    long needed = (execution.wasmGasUsed().orElseThrow() + 999) / 1_000;
    assertEquals(LIMIT - needed, result.gasLeft());
    assertEquals(0, countOnce(needed).gasLeft());
    assertNull(countOnce(needed).error());
    for (long gas : new long[] {needed - 1, needed / 2}) {
      assertEquals(0, countOnce(gas).gasLeft());
      assertEquals(JoinPointError.Kind.OUT_OF_GAS, countOnce(gas).error().kind());
    }
    JoinPointResult start = countOnce(0);
    assertEquals(JoinPointError.Kind.EXECUTION, start.error().kind());
    assertTrue(start.error().text().startsWith("aspect init failed, "), start.error()::text);
    assertEquals(0, start.gasLeft());
  }

  private JoinPointResult countOnce(long gas) {
    AspectNode fresh = node.fork();
    return fresh
        .load(COUNTER)
        .operation(operation(COUNTER, SENDER), gas, fresh.host(SENDER).withAspect(COUNTER, 1));
  }

  @Test
  void anAspectThatDoesNotLoadHasCrashed() throws Exception {
    byte[] wasm =
        GuestModule.aspect()
            .importing("seed", "env", "seed", "-> i32")
            .export("execute", "i32 i32 -> i32", "i32.const 0")
            .toByteArray();
    node.deploy(HELLO, wasm).bind(CONTRACT, HELLO, 0, ALL);
    TransactionOutcome outcome = transact();
    assertEquals("aspect execution crashed", outcome.error().text());
    assertEquals(AFTER_INTRINSIC, outcome.gasLeft());
  }

  /** It returns its input as it is, so that the call data's last 20 bytes are the sender. */
  @Test
  void aVerifierNamesTheSender() throws Exception {
    byte[] wasm =
        GuestModule.aspect().export("execute", "i32 i32 -> i32", "local.get 1").toByteArray();
    node.deploy(VERIFIER, wasm).bind(CONTRACT, VERIFIER, 0, JoinPoint.VERIFY_TX.bit());
    byte[] data = new VerificationPayload(new byte[0], SENDER.bytes()).encode();
    UnsignedTransaction transaction = UnsignedTransaction.of(HASH, CONTRACT, data);
    assertTrue(transaction.isCustomVerified(true));
    TransactionVerification verification =
        new TransactionVerification(node.bindings(), node.aspects());
    assertEquals(
        "unable to verify tx with aspect",
        verification.verify(transaction, 7, node.host(SENDER)).error());
    node.bind(SENDER, VERIFIER, 0, JoinPoint.VERIFY_TX.bit());
    VerificationResult result = verification.verify(transaction, 7, node.host(SENDER));
    assertNull(result.error());
    assertEquals(SENDER, result.sender());
    assertArrayEquals(SENDER.bytes(), result.callData());
    assertTrue(result.joinPoint().gasLeft() < 150_000);
  }

  /** Eight threads with storage of their own; the code and the runtime are the same. */
  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    node.bind(CONTRACT, COUNTER, -1, ALL)
        .bind(CONTRACT, GUARD, 0, JoinPoint.PRE_CONTRACT_CALL.bit());
    List<TransactionOutcome> expected = run(node.fork());
    assertEquals(
        List.of(true, false, false),
        expected.stream().limit(3).map(TransactionOutcome::isSuccess).toList());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<List<TransactionOutcome>>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        AspectNode own = node.fork();
        tasks.add(() -> run(own));
      }
      for (Future<List<TransactionOutcome>> outcome : threads.invokeAll(tasks)) {
        assertEquals(expected, outcome.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<TransactionOutcome> run(AspectNode node) {
    limitTo(node, 2);
    List<TransactionOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      outcomes.add(transact(node, i == 1 ? CallError.EVM_REVERTED : null));
    }
    return outcomes;
  }
}
