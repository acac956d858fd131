package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** join-points, section 2: names, inputs and gas of the typed methods. */
class JoinPointCallTest {

  private static final long GAS = 1_000_000;
  private static final ByteKey ID = Inputs.address(0xA5);
  private static final long VERSION = -2;

  private static AspectRuntime runtime;
  private static Aspect aspect;

  /** A typed method of the aspect. */
  @FunctionalInterface
  interface Typed {
    JoinPointResult run(Message input, JoinPointHost host);
  }

  private static final Map<JoinPoint, Typed> METHODS =
      Map.of(
          JoinPoint.VERIFY_TX, (in, host) -> aspect.verifyTx((TxVerifyInput) in, GAS, host),
          JoinPoint.PRE_TX_EXECUTE,
              (in, host) -> aspect.preTxExecute((PreTxExecuteInput) in, GAS, host),
          JoinPoint.PRE_CONTRACT_CALL,
              (in, host) -> aspect.preContractCall((PreContractCallInput) in, GAS, host),
          JoinPoint.POST_CONTRACT_CALL,
              (in, host) -> aspect.postContractCall((PostContractCallInput) in, GAS, host),
          JoinPoint.POST_TX_EXECUTE,
              (in, host) -> aspect.postTxExecute((PostTxExecuteInput) in, GAS, host),
          JoinPoint.INIT, (in, host) -> aspect.init((InitInput) in, GAS, host),
          JoinPoint.OPERATION, (in, host) -> aspect.operation((OperationInput) in, GAS, host));

  @BeforeAll
  static void load() {
    runtime = ScriptedAspect.runtime();
    aspect = ScriptedAspect.load(runtime);
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static JoinPointHost host(Script script) {
    HostServices services = HostServices.builder().with(Script.class, script).build();
    return JoinPointHost.of(services).withAspect(ID, VERSION);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        Arguments.of(JoinPoint.VERIFY_TX, Inputs.verifyTx()),
        Arguments.of(JoinPoint.PRE_TX_EXECUTE, Inputs.preTxExecute()),
        Arguments.of(JoinPoint.PRE_CONTRACT_CALL, Inputs.preContractCall()),
        Arguments.of(JoinPoint.POST_CONTRACT_CALL, Inputs.postContractCall()),
        Arguments.of(JoinPoint.POST_TX_EXECUTE, Inputs.postTxExecute()),
        Arguments.of(JoinPoint.INIT, Inputs.init()),
        Arguments.of(JoinPoint.OPERATION, Inputs.operation()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void theAspectGetsNameAndMessage(JoinPoint joinPoint, Message input) {
    List<ExecutionContext> seen = new ArrayList<>();
    JoinPointResult result =
        METHODS
            .get(joinPoint)
            .run(
                input,
                host(
                    guest -> {
                      seen.add(guest.context());
                      assertEquals(joinPoint.text(), guest.name());
                      assertArrayEquals(input.toByteArray(), guest.input());
                      return guest.spend(7).returns("done");
                    }));
    assertNull(result.error());
    assertEquals(GAS - 7, result.gasLeft());
    assertArrayEquals("done".getBytes(StandardCharsets.UTF_8), result.returnData());
    ExecutionContext context = seen.get(0);
    assertEquals(joinPoint, context.joinPoint());
    assertEquals(Inputs.BLOCK_NUMBER, context.blockNumber());
    assertEquals(ID, context.aspectId());
    assertEquals(VERSION, context.aspectVersion());
    assertFalse(context.isCall());
  }

  /** Every field that a message requires, left out in turn; nothing runs, nothing is paid. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void inputsThatLackSomethingCannotBeEncoded(JoinPoint joinPoint, Message input) {
    for (var field : input.getDescriptorForType().getFields()) {
      Message incomplete = input.toBuilder().clearField(field).buildPartial();
      JoinPointResult result = METHODS.get(joinPoint).run(incomplete, host(never()));
      notEncoded(result, field.getName());
    }
  }

  private static Script never() {
    return guest -> {
      throw new AssertionError("it ran");
    };
  }

  private static void notEncoded(JoinPointResult result, String field) {
    assertEquals(Kind.ENCODING, result.error().kind());
    assertTrue(result.error().text().contains(field), result.error()::text);
    assertEquals(GAS, result.gasLeft());
    assertEquals(0, result.returnData().length);
    assertNull(result.execution());
  }

  @Test
  void missingFieldsAreFoundInside() {
    PreTxExecuteInput.Builder input = Inputs.preTxExecute().toBuilder();
    input.getTxBuilder().clearHash();
    notEncoded(aspect.preTxExecute(input.buildPartial(), GAS, host(never())), "tx.hash");
  }

  @Test
  void optionalFieldsMayBeMissing() {
    PostContractCallInput bare = Inputs.postContractCall();
    assertFalse(bare.getCall().hasGas() || bare.getCall().hasRet() || bare.getCall().hasError());
    assertTrue(aspect.postContractCall(bare, GAS, host(guest -> 0)).isSuccess());
  }

  /** messages, "Encoding vectors": the reference's own. */
  @Test
  void theVectorOfTheReference() throws Exception {
    String hex =
        "0a5b0a1400000000000000000000000000000000000000001214066e91dfc5bcc92eb992dca2307fd373f4d6ad"
            + "be1800222470a08231000000000000000000000000e2af7c239b4f2800a2f742d406628b4fc4b8a0d4"
            + "2a003094c9f40b120408e8d507";
    PreContractCallInput input = PreContractCallInput.parseFrom(HexFormat.of().parseHex(hex));
    List<byte[]> seen = new ArrayList<>();
    aspect.preContractCall(
        input,
        GAS,
        host(
            guest -> {
              seen.add(guest.input());
              assertEquals(125_672, guest.context().blockNumber());
              return 0;
            }));
    assertEquals(hex, HexFormat.of().formatHex(seen.get(0)));
  }

  @Test
  void verifiersGetTheirFixedGas() {
    List<Long> seen = new ArrayList<>();
    aspect.verifyTx(
        Inputs.verifyTx(),
        host(
            guest -> {
              seen.add(guest.context().wasmGasLeft());
              return 0;
            }));
    assertEquals(List.of(150_000_000L), seen);
  }

  @ParameterizedTest
  @MethodSource("senders")
  void ownersAreAskedWithTheBareAddress(String sender, String seenByTheAspect) {
    OwnershipResult result =
        aspect.isOwner(
            HexFormat.of().parseHex(sender),
            GAS,
            host(
                guest -> {
                  assertEquals("isOwner", guest.name());
                  assertEquals(JoinPoint.IS_OWNER, guest.context().joinPoint());
                  assertEquals(seenByTheAspect, HexFormat.of().formatHex(guest.input()));
                  return guest.spend(3).returns(new Bool(true));
                }));
    assertTrue(result.isOwner(), () -> String.valueOf(result));
    assertEquals(GAS - 3, result.gasLeft());
  }

  static Stream<Arguments> senders() {
    return Stream.of(
        Arguments.of("f0".repeat(20), "f0".repeat(20)),
        Arguments.of("", "00".repeat(20)),
        Arguments.of("f0", "00".repeat(19) + "f0"),
        Arguments.of("01".repeat(12) + "f0".repeat(20), "f0".repeat(20)));
  }

  @Test
  void queriesAreToldSo() {
    List<Boolean> seen = new ArrayList<>();
    Script script =
        guest -> {
          seen.add(guest.context().isCall());
          return 0;
        };
    aspect.operation(Inputs.operation(), GAS, host(script).withCall(true));
    aspect.operation(Inputs.operation(), GAS, host(script));
    assertEquals(List.of(true, false), seen);
  }

  @Test
  void theOperatorsBrakeHolds() {
    StopSignal stop = new StopSignal();
    stop.stop();
    JoinPointResult result =
        aspect.operation(
            Inputs.operation(), GAS, host(guest -> guest.spend(GAS / 2).method()).withStop(stop));
    assertEquals(TrapKind.INTERRUPTED, result.execution().trap());
  }

  @Test
  void theMessagesOfTheResultAreThoseOfTheRun() {
    JoinPointResult result =
        aspect.operation(
            Inputs.operation(),
            GAS,
            host(
                guest -> {
                  guest.context().log(GuestString.of("a line"));
                  guest.revert("no");
                  return ScriptedAspect.SPIN;
                }));
    assertEquals("a line", result.execution().logs().get(0).text());
    assertTrue(result.error().isRevert());
    assertEquals(GAS, result.gasLeft());
    assertEquals("no", RevertData.unpack(result.returnData()).orElseThrow().text());
  }
}
