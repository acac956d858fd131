package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.joinpoint.ContractCallRules.Before;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** join-points, section 6, "Call-level join points", by rule. */
class ContractCallRulesTest {

  private static final byte[] RET = {1, 2};
  private static final byte[] ASPECTS_DATA = {3, 4, 5};
  private static final byte[] NONE = {};
  private static final long ASPECTS_GAS = 700;
  private static final CallError INVALID = CallError.evm("invalid opcode: INVALID");

  private static JoinPointResult aspects(JoinPointError error) {
    return new JoinPointResult(ASPECTS_DATA, ASPECTS_GAS, error, null);
  }

  /** An aspect's error of each kind. */
  private static JoinPointError error(Kind kind) {
    return switch (kind) {
      case REVERTED -> JoinPointError.REVERTED;
      case OUT_OF_GAS -> JoinPointError.OUT_OF_GAS;
      default -> new JoinPointError(kind, "text of " + kind);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CALL,         false, true,  true,  true",
    "CALL,         true,  true,  true,  false",
    "CALL,         false, false, true,  false",
    "CALL,         false, true,  false, false",
    "CALLCODE,     false, true,  true,  false",
    "DELEGATECALL, false, true,  true,  false",
    "STATICCALL,   false, true,  true,  false",
    "CREATE,       false, true,  true,  false",
  })
  void rule1(
      CallType type, boolean precompile, boolean hasCode, boolean enabled, boolean triggers) {
    assertEquals(triggers, ContractCallRules.triggers(type, precompile, hasCode, enabled));
  }

  @Test
  void rule2OnSuccessTheCallGoesOnWithWhatTheAspectsLeft() {
    Before before = ContractCallRules.before(aspects(null));
    assertTrue(before.proceeds());
    assertEquals(ASPECTS_GAS, before.gas());
    assertNull(before.outcome());
  }

  @ParameterizedTest
  @EnumSource
  void rule2OnAnErrorTheCallReturnsAtOnce(Kind kind) {
    Before before = ContractCallRules.before(aspects(error(kind)));
    assertFalse(before.proceeds());
    CallOutcome outcome = before.outcome();
    assertArrayEquals(ASPECTS_DATA, outcome.returnData());
    assertEquals(error(kind).text(), outcome.error().text());
    assertEquals(ASPECTS_GAS, outcome.gasLeft(), "not zeroed");
    assertFalse(outcome.revertToSnapshot(), "not reverted");
    assertArrayEquals(NONE, outcome.returnDataForCaller());
  }

  static Stream<Arguments> rule3() {
    return Stream.of(
        // The aspects succeed: the call's own result and error stand, the gas is theirs.
        row(null, RET, null, RET, ASPECTS_GAS, null),
        row(null, RET, CallError.EVM_REVERTED, RET, ASPECTS_GAS, CallError.EVM_REVERTED),
        row(null, NONE, INVALID, NONE, 0, INVALID),
        row(null, NONE, CallError.OUT_OF_GAS, NONE, 0, CallError.OUT_OF_GAS),
        // They run out of gas: that is the call's error, and its output is kept.
        row(JoinPointError.OUT_OF_GAS, RET, null, RET, 0, CallError.OUT_OF_GAS),
        row(JoinPointError.OUT_OF_GAS, RET, CallError.EVM_REVERTED, RET, 0, CallError.OUT_OF_GAS),
        row(JoinPointError.OUT_OF_GAS, NONE, INVALID, NONE, 0, CallError.OUT_OF_GAS),
        // They fail otherwise: error and output are theirs.
        replaced(Kind.REVERTED, null),
        replaced(Kind.REVERTED, CallError.EVM_REVERTED),
        replaced(Kind.REVERTED, INVALID),
        replaced(Kind.EXECUTION, null),
        replaced(Kind.EXECUTION, CallError.EVM_REVERTED),
        replaced(Kind.WRONG_RESULT, null),
        replaced(Kind.CRASH, null),
        replaced(Kind.BINDINGS, null),
        replaced(Kind.ENCODING, null));
  }

  private static Arguments row(
      JoinPointError aspects,
      byte[] ret,
      CallError error,
      byte[] data,
      long gas,
      CallError outcome) {
    return Arguments.of(aspects, ret, error, data, gas, outcome);
  }

  private static Arguments replaced(Kind kind, CallError error) {
    return row(error(kind), RET, error, ASPECTS_DATA, 0, CallError.of(error(kind)));
  }

  @ParameterizedTest
  @MethodSource("rule3")
  void rule3And4(
      JoinPointError aspects,
      byte[] ret,
      CallError error,
      byte[] data,
      long gas,
      CallError outcome) {
    CallOutcome after = ContractCallRules.after(aspects(aspects), ret, error);
    assertEquals(new CallOutcome(data, gas, outcome, outcome != null), after);
  }

  @ParameterizedTest
  @CsvSource({"true, 500, false", "false, 500, true"})
  void rule4AfterAnyCall(boolean succeeds, long gas, boolean reverts) {
    CallError error = succeeds ? null : CallError.EVM_REVERTED;
    CallOutcome outcome = ContractCallRules.finish(RET, 500, error);
    assertEquals(gas, outcome.gasLeft());
    assertEquals(reverts, outcome.revertToSnapshot());
    assertArrayEquals(RET, outcome.returnDataForCaller());
  }

  @Test
  void rule4OtherErrorsTakeTheGas() {
    for (CallError error : new CallError[] {INVALID, CallError.OUT_OF_GAS}) {
      CallOutcome outcome = ContractCallRules.finish(NONE, 500, error);
      assertEquals(0, outcome.gasLeft());
      assertTrue(outcome.revertToSnapshot());
      assertArrayEquals(NONE, outcome.returnDataForCaller());
    }
  }

  @Test
  void rule4AnAspectsRevertIsNotTheEvms() {
    CallError aspects = CallError.of(JoinPointError.REVERTED);
    assertEquals(CallError.EVM_REVERTED.text(), aspects.text());
    assertEquals("execution reverted", aspects.text());
    assertNotEquals(CallError.EVM_REVERTED, aspects);
    CallOutcome outcome =
        ContractCallRules.after(aspects(JoinPointError.REVERTED), RET, CallError.EVM_REVERTED);
    assertEquals(0, outcome.gasLeft());
    assertArrayEquals(ASPECTS_DATA, outcome.returnData(), "for the outermost call");
    assertArrayEquals(NONE, outcome.returnDataForCaller(), "for a calling contract");
  }

  @ParameterizedTest
  @EnumSource
  void rule5OnlyOutOfGasIsTheEvmsOwn(Kind kind) {
    CallError mapped = CallError.of(error(kind));
    assertEquals(error(kind).text(), mapped.text());
    assertEquals(
        switch (kind) {
          case OUT_OF_GAS -> CallError.Kind.OUT_OF_GAS;
          case REVERTED -> CallError.Kind.ASPECT_REVERTED;
          default -> CallError.Kind.ASPECT;
        },
        mapped.kind());
    assertEquals(kind == Kind.OUT_OF_GAS, mapped.equals(CallError.OUT_OF_GAS));
  }
}
