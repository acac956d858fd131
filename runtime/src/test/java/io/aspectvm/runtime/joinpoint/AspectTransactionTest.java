package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.AspectTransaction.Details;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** join-points, section 6, the table's rows of whole transactions. */
class AspectTransactionTest {

  private static final long LIMIT = 100_000;
  private static final long AFTER_INTRINSIC = 79_000;
  private static final byte[] RET = {1, 2, 3};
  private static final byte[] NONE = {};
  private static final Script REVERT = guest -> guest.spend(500).revert("no").fails();
  private static final Script OUT_OF_GAS = guest -> ScriptedAspect.SPIN;
  private static final Script TRAP = guest -> guest.spend(500).fails();
  private static final Script CRASH =
      guest -> {
        guest.spend(500);
        throw new GuestCrash("boom");
      };
  private static final Script VALUE = guest -> guest.spend(500).returns("unread");

  private final BoundScripts node = new BoundScripts();

  @AfterEach
  void close() {
    node.close();
  }

  private AspectTransaction transaction(byte[] hash, ByteKey to) {
    Details details = new Details(hash, Inputs.FROM, to, Inputs.BLOCK_NUMBER, LIMIT);
    return new AspectTransaction(node.chain(), details, AFTER_INTRINSIC);
  }

  private AspectTransaction transaction() {
    return transaction(new byte[32], Inputs.TO);
  }

  private void bind(JoinPoint joinPoint, Script script) {
    node.bind(Inputs.TO, Inputs.address(joinPoint.bit()), joinPoint, script);
  }

  /** Steps through a transaction whose EVM call uses 1000 gas. */
  private TransactionOutcome run(AspectTransaction transaction, CallError callError) {
    if (transaction.preTxExecute(node.host())) {
      node.log().add("call with " + transaction.gasLeft());
      transaction.callEnded(RET, transaction.gasLeft() - 1_000, callError);
      if (transaction.postTxExecuteIsDue()) {
        transaction.postTxExecute(node.host());
      }
    }
    return transaction.outcome();
  }

  private static TransactionOutcome outcome(byte[] data, long gasLeft, CallError error) {
    return new TransactionOutcome(data, LIMIT - gasLeft, gasLeft, error);
  }

  private static CallError aspects(String text) {
    return new CallError(CallError.Kind.ASPECT, text);
  }

  private static final CallError REVERTED =
      new CallError(CallError.Kind.ASPECT_REVERTED, "execution reverted");
  private static final CallError CRASHED = aspects("aspect execution crashed");
  private static final CallError OUT_OF_BOUND = aspects("memory out of bound");

  @Test
  void withoutAspectsTheCallDecides() {
    TransactionOutcome outcome = run(transaction(), null);
    assertEquals(outcome(RET, 78_000, null), outcome);
    assertEquals(1, outcome.receiptStatus());
    assertEquals(22_000, outcome.gasUsed());
    TransactionOutcome failed = run(transaction(), CallError.EVM_REVERTED);
    assertEquals(outcome(RET, 78_000, CallError.EVM_REVERTED), failed);
    assertEquals(0, failed.receiptStatus());
    assertFalse(failed.isSuccess());
  }

  @Test
  void whatAspectsUseIsPaid() {
    bind(JoinPoint.PRE_TX_EXECUTE, VALUE);
    bind(JoinPoint.POST_TX_EXECUTE, VALUE);
    TransactionOutcome outcome = run(transaction(), null);
    assertEquals(outcome(RET, 77_000, null), outcome);
    assertEquals(List.of("02:preTxExecute", "call with 78500", "10:postTxExecute"), node.log());
  }

  private void preFails(Script script, long gasLeft, CallError error) {
    bind(JoinPoint.PRE_TX_EXECUTE, script);
    bind(JoinPoint.POST_TX_EXECUTE, VALUE);
    TransactionOutcome outcome = run(transaction(), null);
    assertEquals(outcome(NONE, gasLeft, error), outcome, "no data is passed on");
    assertEquals(List.of("02:preTxExecute"), node.log(), "the call is skipped");
    assertEquals(0, outcome.receiptStatus());
  }

  @Test
  void preTxExecuteReverts() {
    preFails(REVERT, AFTER_INTRINSIC, REVERTED);
  }

  @Test
  void preTxExecuteRunsOutOfGas() {
    preFails(OUT_OF_GAS, 0, CallError.OUT_OF_GAS);
  }

  @Test
  void preTxExecuteFails() {
    preFails(TRAP, AFTER_INTRINSIC - 500, OUT_OF_BOUND);
  }

  @Test
  void preTxExecuteCrashes() {
    preFails(CRASH, AFTER_INTRINSIC, CRASHED);
  }

  private void postFails(Script script, byte[] data, long gasLeft, CallError error) {
    bind(JoinPoint.POST_TX_EXECUTE, script);
    TransactionOutcome outcome = run(transaction(), null);
    assertEquals(outcome(data, gasLeft, error), outcome);
    assertEquals(0, outcome.receiptStatus());
  }

  @Test
  void postTxExecuteReverts() {
    byte[] packed = RevertData.pack(GuestString.of("no"));
    postFails(REVERT, packed, 78_000, REVERTED);
  }

  @Test
  void postTxExecuteRunsOutOfGas() {
    postFails(OUT_OF_GAS, NONE, 0, CallError.OUT_OF_GAS);
  }

  @Test
  void postTxExecuteFails() {
    postFails(TRAP, NONE, 77_500, OUT_OF_BOUND);
  }

  @Test
  void postTxExecuteCrashes() {
    postFails(CRASH, NONE, 78_000, CRASHED);
  }

  @Test
  void postTxExecuteRunsAfterSuccessOnly() {
    bind(JoinPoint.POST_TX_EXECUTE, VALUE);
    for (CallError error : List.of(CallError.EVM_REVERTED, CallError.OUT_OF_GAS, REVERTED)) {
      assertEquals(outcome(RET, 78_000, error), run(transaction(), error));
    }
    assertFalse(node.log().contains("10:postTxExecute"));
  }

  @Test
  void creationsAndTheCoreContractTriggerNothing() {
    for (ByteKey to : new ByteKey[] {null, TransactionRules.CORE_CONTRACT}) {
      if (to != null) {
        node.bind(to, new BoundScripts.Bound(Inputs.address(1), 1, 0, 31), REVERT);
      }
      assertEquals(outcome(RET, 78_000, null), run(transaction(new byte[32], to), null));
    }
    assertEquals(List.of("call with 79000", "call with 79000"), node.log());
  }

  @Test
  void theBindingsAreThoseOfTheCalledAccount() {
    node.bind(Inputs.FROM, Inputs.address(1), JoinPoint.PRE_TX_EXECUTE, REVERT);
    assertTrue(run(transaction(), null).isSuccess());
  }

  @Test
  void aspectsAreToldOfTheTransaction() {
    List<byte[]> seen = new ArrayList<>();
    Script script =
        guest -> {
          seen.add(guest.input());
          return 0;
        };
    bind(JoinPoint.PRE_TX_EXECUTE, script);
    bind(JoinPoint.POST_TX_EXECUTE, script);
    run(transaction(), null);
    assertArrayEquals(Inputs.preTxExecute().toByteArray(), seen.get(0));
    assertArrayEquals(Inputs.postTxExecute().toByteArray(), seen.get(1));
  }

  @Test
  void aTransactionWithoutHashCannotBeTold() {
    bind(JoinPoint.PRE_TX_EXECUTE, VALUE);
    TransactionOutcome outcome = run(transaction(null, Inputs.TO), null);
    assertEquals(AFTER_INTRINSIC, outcome.gasLeft());
    assertEquals("required fields not set: tx.hash", outcome.error().text());
    assertEquals(List.of(), node.log());
  }

  @Test
  void theReceiptSeesTheGasBeforePostTxExecute() {
    AspectTransaction transaction = transaction();
    transaction.preTxExecute(node.host());
    transaction.callEnded(RET, 50_000, null);
    assertTrue(transaction.postTxExecuteIsDue());
    assertEquals(50_000, transaction.gasUsed());
  }

  /** How many steps are done before one that is not due. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void stepsAreTakenInOrder(int done) {
    AspectTransaction transaction = transaction();
    List<Runnable> steps =
        List.of(
            () -> transaction.preTxExecute(node.host()),
            () -> transaction.callEnded(RET, 1, null),
            () -> transaction.postTxExecute(node.host()),
            transaction::outcome);
    for (int i = 0; i < done; i++) {
      steps.get(i).run();
    }
    for (int i = 0; i < steps.size(); i++) {
      if (i != done) {
        assertThrows(IllegalStateException.class, steps.get(i)::run);
      }
    }
    steps.get(done).run();
  }
}
