package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Guest;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.ContractCall.Message;
import io.aspectvm.runtime.joinpoint.ContractCallRules.Before;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A contract call with its join points, as an EVM steps through it. */
class ContractCallTest {

  private static final long GAS = 100_000;
  private static final byte[] DATA = {1, 2, 3};
  private static final byte[] RET = {9};

  private final BoundScripts node = new BoundScripts();

  @AfterEach
  void close() {
    node.close();
  }

  private ContractCall call(byte[] data, BigInteger value) {
    Message message = new Message(Inputs.FROM, Inputs.TO, 3, data, value);
    return new ContractCall(node.chain(), message, Inputs.BLOCK_NUMBER);
  }

  private ContractCall call() {
    return call(DATA, BigInteger.ZERO);
  }

  private void bind(JoinPoint joinPoint, Script script) {
    node.bind(Inputs.TO, Inputs.address(joinPoint.bit()), joinPoint, script);
  }

  private static PreContractCallInput pre(Guest guest) {
    try {
      return PreContractCallInput.parseFrom(guest.input());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static PostContractCallInput post(Guest guest) {
    try {
      return PostContractCallInput.parseFrom(guest.input());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, 01",
    "127, 7f",
    "128, 80",
    "255, ff",
    "256, 0100",
    "32768, 8000",
    "1000000000000000000, 0de0b6b3a7640000",
  })
  void aspectsSeeTheCallBefore(String value, String minimal) {
    List<PreContractCallInput> seen = new ArrayList<>();
    bind(
        JoinPoint.PRE_CONTRACT_CALL,
        guest -> {
          seen.add(pre(guest));
          return guest.spend(40).returns("nobody reads this");
        });
    Before before = call(DATA, new BigInteger(value)).before(GAS, node.host());
    assertTrue(before.proceeds());
    assertEquals(GAS - 40, before.gas());
    PreContractCallInput input = seen.get(0);
    assertEquals(Inputs.bytes(Inputs.FROM), input.getCall().getFrom());
    assertEquals(Inputs.bytes(Inputs.TO), input.getCall().getTo());
    assertEquals(3, input.getCall().getIndex());
    assertArrayEquals(DATA, input.getCall().getData().toByteArray());
    assertEquals(minimal, HexFormat.of().formatHex(input.getCall().getValue().toByteArray()));
    assertEquals(GAS, input.getCall().getGas());
    assertEquals(Inputs.BLOCK_NUMBER, input.getBlock().getNumber());
  }

  /** Where the reference has nil, and so cannot encode the input. */
  @Test
  void aCallWithoutDataHasAnEmptyField() {
    List<Boolean> seen = new ArrayList<>();
    bind(
        JoinPoint.PRE_CONTRACT_CALL,
        guest -> {
          seen.add(pre(guest).getCall().hasData() && pre(guest).getCall().hasValue());
          return 0;
        });
    assertTrue(call(new byte[0], BigInteger.ZERO).before(GAS, node.host()).proceeds());
    assertEquals(List.of(true), seen);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "invalid jump destination, invalid jump destination"})
  void aspectsSeeTheCallAfter(String error, String seenText) {
    List<PostContractCallInput> seen = new ArrayList<>();
    bind(
        JoinPoint.POST_CONTRACT_CALL,
        guest -> {
          seen.add(post(guest));
          guest.spend(40);
          return 0;
        });
    CallError failure = error.isEmpty() ? null : CallError.evm(error);
    CallOutcome outcome = call().after(RET, 5_000, failure, node.host());
    assertEquals(
        failure == null
            ? new CallOutcome(RET, 4_960, null, false)
            : new CallOutcome(RET, 0, failure, true),
        outcome);
    PostContractCallInput input = seen.get(0);
    assertEquals(Inputs.bytes(Inputs.FROM), input.getCall().getFrom());
    assertEquals(Inputs.bytes(Inputs.TO), input.getCall().getTo());
    assertEquals(3, input.getCall().getIndex());
    assertEquals(5_000, input.getCall().getGas());
    assertArrayEquals(RET, input.getCall().getRet().toByteArray());
    assertTrue(input.getCall().hasError());
    assertEquals(seenText, input.getCall().getError());
  }

  @Test
  void outputThatTheEvmDoesNotTellIsLeftOut() {
    List<Boolean> seen = new ArrayList<>();
    bind(
        JoinPoint.POST_CONTRACT_CALL,
        guest -> {
          seen.add(post(guest).getCall().hasRet());
          return 0;
        });
    assertEquals(0, call().after(null, 1, null, node.host()).returnData().length);
    call().after(new byte[0], 1, null, node.host());
    assertEquals(List.of(false, true), seen);
  }

  @Test
  void theBindingsAreTheCallees() {
    node.bind(Inputs.FROM, Inputs.address(1), JoinPoint.PRE_CONTRACT_CALL, Guest::fails);
    assertEquals(GAS, call().before(GAS, node.host()).gas());
    assertEquals(new CallOutcome(RET, 8, null, false), call().after(RET, 8, null, node.host()));
  }

  @Test
  void aRevertBeforeTheCallCostsNothingAndLeavesTheTransfer() {
    bind(JoinPoint.PRE_CONTRACT_CALL, guest -> guest.spend(40).revert("no").fails());
    Before before = call().before(GAS, node.host());
    assertFalse(before.proceeds());
    assertEquals(GAS, before.outcome().gasLeft());
    assertFalse(before.outcome().revertToSnapshot());
    assertEquals("no", RevertData.unpack(before.outcome().returnData()).orElseThrow().text());
  }

  @Test
  void aRevertAfterTheCallTakesTheGas() {
    bind(JoinPoint.POST_CONTRACT_CALL, guest -> guest.spend(40).revert("no").fails());
    CallOutcome outcome = call().after(RET, GAS, null, node.host());
    assertEquals(0, outcome.gasLeft());
    assertTrue(outcome.revertToSnapshot());
    assertEquals(CallError.Kind.ASPECT_REVERTED, outcome.error().kind());
  }

  @Test
  void runningOutOfGasIsTheEvmsError() {
    bind(JoinPoint.PRE_CONTRACT_CALL, guest -> ScriptedAspect.SPIN);
    bind(JoinPoint.POST_CONTRACT_CALL, guest -> ScriptedAspect.SPIN);
    assertEquals(
        new CallOutcome(new byte[0], 0, CallError.OUT_OF_GAS, false),
        call().before(GAS, node.host()).outcome());
    assertEquals(
        new CallOutcome(RET, 0, CallError.OUT_OF_GAS, true),
        call().after(RET, GAS, null, node.host()));
  }

  @Test
  void valuesAreNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> call(DATA, BigInteger.ONE.negate()));
  }
}
