package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.cli.node.JoinPointTrial;
import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.OwnershipResult;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcome of a join point is not always its execution's. */
class JoinPointReportTest {

  private static final GuestValue BYTES = new GuestValue.Bytes(new byte[1]);
  private static final GuestValue BOOL = new GuestValue.Bool(true);

  private static ExecutionResult execution(Outcome outcome, GuestValue value, String revert) {
    return new ExecutionResult(
        outcome,
        value,
        0,
        OptionalLong.empty(),
        outcome == Outcome.OUT_OF_GAS ? TrapKind.OUT_OF_GAS : null,
        "text",
        revert == null ? null : GuestString.of(revert),
        List.of(),
        List.of(),
        Backtrace.EMPTY,
        null);
  }

  private static String outcome(ExecutionResult execution, JoinPointError error) {
    JoinPointTrial.Result result =
        new JoinPointTrial.Result(execution, new byte[0], 0, error, List.of());
    String json = new JoinPointReport(result, 0).json().toString();
    return Cli.parse(json).get("outcome").textValue();
  }

  @ParameterizedTest
  @CsvSource({
    "VALUE, , value, crash",
    "VALUE, x, value, crash",
    "NONE, x, none, crash",
    "ERROR, , error, error",
    "ERROR, x, error, error",
    "OUT_OF_GAS, , out-of-gas, out-of-gas",
    "OUT_OF_GAS, x, error, out-of-gas", // Of a join point the revert wins, not of isOwner.
    "INIT_FAILED, , init-failed, init-failed",
    "INIT_FAILED, x, error, init-failed",
    "CRASH, x, crash, crash",
    "UNLOADABLE, , unloadable, unloadable",
  })
  void ofAJoinPointAndOfIsOwner(Outcome outcome, String revert, String shown, String ofOwner) {
    ExecutionResult execution = execution(outcome, outcome == Outcome.VALUE ? BYTES : null, revert);
    assertEquals(shown, outcome(execution, JoinPointResult.of(execution, 7).error()));
    assertEquals(ofOwner, outcome(execution, OwnershipResult.of(execution, 7).error()));
  }

  @Test
  void valuesOfTheWrongTypeAreErrors() {
    ExecutionResult execution = execution(Outcome.VALUE, BOOL, null);
    assertEquals("error", outcome(execution, JoinPointResult.of(execution, 7).error()));
    assertEquals("value", outcome(execution, OwnershipResult.of(execution, 7).error()));
  }
}
