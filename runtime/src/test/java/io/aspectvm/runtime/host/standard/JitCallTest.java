package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.aspect.v2.JitInherentRequest;
import io.aspectvm.proto.aspect.v2.JitInherentResponse;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.evm.UserOperation;
import io.aspectvm.runtime.evm.Vectors;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import io.aspectvm.runtime.testing.ScriptedEvm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** host-apis, section 6, jitCall; 1,000 EVM gas and a remainder of 321 WASM gas. */
class JitCallTest {

  private static final long EVM_GAS = 1_000;
  private static final long WASM_GAS = EVM_GAS * 1_000 + 321;
  private static final Vectors VECTORS = Vectors.of("user-operation-vectors.txt");
  private static final ByteKey ASPECT = ByteKey.address(new byte[] {(byte) 0xA5});
  private static final ByteKey SENDER =
      ByteKey.of(HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f1011121314"));
  private static final ByteKey ENTRY_POINT =
      ByteKey.of(HexFormat.of().parseHex("000000000000000000000000000000000000aaec"));
  private static final Set<JoinPoint> ALLOWED =
      EnumSet.of(JoinPoint.PRE_CONTRACT_CALL, JoinPoint.POST_CONTRACT_CALL);

  private final ScriptedEvm evm = new ScriptedEvm();

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void theJoinPointMayForbidIt(JoinPoint joinPoint) {
    evm.answer(EvmResult.success(null, 1));
    Ended ended = call(joinPoint, request().build().toByteArray());
    if (ALLOWED.contains(joinPoint)) {
      assertTrue(response(ended).getSuccess());
    } else {
      ended.error("unsupported join point for jit call").gasLeft(WASM_GAS);
    }
    call(joinPoint, new byte[] {0x0A}).error("failed to unmarshal jit call request");
  }

  /** The request is that of the vector; gas limits are what 1,000 gas gives by default. */
  @Test
  void theEntryPointIsCalledWithTheOperation() {
    String hash = VECTORS.hex("smallHash");
    evm.answer(
        call -> {
          assertEquals(ASPECT, evm.userOperations().aspectOf(hash(hash)).orElseThrow());
          return EvmResult.success(new byte[] {5}, 400);
        });

    Ended ended = call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray());

    assertEquals(1, evm.calls.size());
    ScriptedEvm.Call made = evm.calls.get(0);
    assertFalse(made.readOnly());
    assertEquals(SENDER, made.from());
    assertEquals(ENTRY_POINT, made.to());
    assertEquals(EVM_GAS, made.gas());
    assertEquals(VECTORS.hex("smallHandleOps"), HexFormat.of().formatHex(made.input()));
    ended.returned("0a20" + hash + "1801" + "220105").gasLeft(WASM_GAS - 600_000);
    assertTrue(evm.userOperations().aspectOf(hash(hash)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 600, 200",
    "1, 0, 1, 200",
    "0, 1, 600, 1",
    "-1, -9223372036854775808, 18446744073709551615, 9223372036854775808",
  })
  void gasLimitsHaveDefaults(long call, long verification, BigInteger c, BigInteger v) {
    evm.answer(EvmResult.success(null, 0));
    JitInherentRequest request =
        request().setCallGasLimit(call).setVerificationGasLimit(verification).build();
    call(JoinPoint.POST_CONTRACT_CALL, request.toByteArray());
    handled(operation(BigInteger.valueOf(7), c, v));
  }

  @Test
  void feesAreCutTo64Bits() {
    evm.feeCap = BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(9));
    evm.tipCap = BigInteger.ONE.shiftLeft(200).add(BigInteger.TWO);
    evm.answer(EvmResult.success(null, 0));
    call(JoinPoint.POST_CONTRACT_CALL, request().build().toByteArray());
    handled(operation(BigInteger.valueOf(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 7, 7",
    "00, 7, 7",
    "01, 0, 18446744073709551616",
    "01, -1, 36893488147419103231",
    // 2^256 - 1 as a key: its upper 64 bits are shifted out.
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 0, "
        + "115792089237316195423570985008687907853269984665640564039439137263839420088320",
    // 33 bytes: the last 32 count.
    "ff0000000000000000000000000000000000000000000000000000000000000001, 1, "
        + "18446744073709551617",
  })
  void nonceAndKeyAreOneNumber(String key, long nonce, BigInteger combined) {
    evm.answer(EvmResult.success(null, 0));
    JitInherentRequest request = request().setNonce(nonce).setNonceKey(hex(key)).build();
    call(JoinPoint.POST_CONTRACT_CALL, request.toByteArray());
    handled(operation(combined));
  }

  @Test
  void theEntryPointKnowsTheNonceWhereItIsZero() {
    evm.answer(EvmResult.success(word(42), 700)).answer(EvmResult.success(null, 300));

    Ended ended = call(JoinPoint.POST_CONTRACT_CALL, request().setNonce(0).build().toByteArray());

    ScriptedEvm.Call asked = evm.calls.get(0);
    assertEquals(
        "35567e1a" + "00".repeat(12) + SENDER + "00".repeat(32),
        HexFormat.of().formatHex(asked.input()));
    assertEquals(SENDER, asked.from());
    assertEquals(ENTRY_POINT, asked.to());
    assertEquals(1_000, asked.gas());
    assertEquals(700, evm.calls.get(1).gas());
    handled(operation(BigInteger.valueOf(42))); // Limits are of the 1,000 before the look-up.
    ended.gasLeft(WASM_GAS - 700_000);
    assertTrue(response(ended).getSuccess());
  }

  @Test
  void aKeyThatIsShiftedOutIsLookedUpAsItIs() {
    String key = "80" + "00".repeat(31);
    evm.answer(EvmResult.success(new byte[0], 700)).answer(EvmResult.success(null, 300));
    call(
        JoinPoint.POST_CONTRACT_CALL,
        request().setNonce(0).setNonceKey(hex(key)).build().toByteArray());
    assertTrue(HexFormat.of().formatHex(evm.calls.get(0).input()).endsWith(key));
    handled(operation(BigInteger.ZERO)); // No data: zero.
  }

  @ParameterizedTest
  @CsvSource({"execution reverted, 700", "out of gas, 0"})
  void aFailedLookUpEndsTheCall(String text, long left) {
    evm.answer(new EvmResult(new byte[] {1}, left, text));
    Ended ended = call(JoinPoint.POST_CONTRACT_CALL, request().setNonce(0).build().toByteArray());
    assertEquals(1, evm.calls.size());
    ended.returned("1800" + "2a" + text(text)).gasLeft(left * 1_000 + 321);
  }

  @ParameterizedTest
  @CsvSource({
    // Output, error, rest of the response.
    ", , 1801",
    "'', , 18012200",
    "0102, , 180122020102",
    "0102, execution reverted, 1800220201022a12657865637574696f6e207265766572746564",
    ", execution reverted, 18002a12657865637574696f6e207265766572746564",
    "0102, out of gas, 18002a0a6f7574206f6620676173",
    "'', '', 18002a00",
  })
  void failuresAreAnswered(String output, String error, String rest) {
    byte[] data = output == null ? null : HexFormat.of().parseHex(output);
    evm.answer(new EvmResult(data, 10, error));
    Ended ended = call(JoinPoint.POST_CONTRACT_CALL, request().build().toByteArray());
    ended.returned("0a20" + VECTORS.hex("smallHash") + rest).gasLeft(10_321);
  }

  @Test
  void absentNumbersCrash() {
    for (JitInherentRequest.Builder builder :
        new JitInherentRequest.Builder[] {
          request().clearNonce(),
          request().clearCallGasLimit(),
          request().clearVerificationGasLimit()
        }) {
      byte[] request = builder.build().toByteArray();
      call(JoinPoint.PRE_CONTRACT_CALL, request).crash().gasLeft(WASM_GAS);
      call(JoinPoint.OPERATION, request).error("unsupported join point for jit call");
    }
  }

  @Test
  void absentBytesAreEmpty() {
    evm.answer(EvmResult.success(null, 0));
    JitInherentRequest request =
        request().clearNonceKey().clearInitCode().clearPaymasterAndData().build();
    call(JoinPoint.PRE_CONTRACT_CALL, request.toByteArray());
    handled(operation(BigInteger.valueOf(7)));
  }

  @Test
  void anAbsentHookIsEmptyAndAFailingOneAnError() {
    for (JoinPoint joinPoint : JoinPoint.values()) {
      ExecutionContext context = ExecutionContext.builder().joinPoint(joinPoint).build();
      run(context, new byte[] {0x0A}).returned("").gasLeft(WASM_GAS);
    }
    evm.unprepared = new IllegalStateException("no state");
    call(JoinPoint.VERIFY_TX, new byte[] {0x0A}).error("the EVM cannot be had");
  }

  @Test
  void withoutATransactionItCrashesAndARefusalIsAnswered() {
    evm.hasTransaction = false;
    call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray()).crash();
    evm.notRunning = new HostError("busy");
    call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray())
        .returned("1800" + "2a" + text("busy"))
        .gasLeft(WASM_GAS);
    evm.notRunning = new IllegalStateException("broken");
    call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray()).crash();
  }

  @Test
  void anEvmThatBreaksItsContractCrashesAndForgetsTheOperation() {
    for (EvmResult wrong :
        new EvmResult[] {null, EvmResult.success(null, 1_001), EvmResult.success(null, -1)}) {
      evm.answer(wrong);
      call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray()).crash();
      assertTrue(evm.userOperations().aspectOf(hash(VECTORS.hex("smallHash"))).isEmpty());
    }
    evm.feeCap = null;
    call(JoinPoint.PRE_CONTRACT_CALL, request().build().toByteArray()).crash();
  }

  private void handled(UserOperation operation) {
    ScriptedEvm.Call last = evm.calls.get(evm.calls.size() - 1);
    assertEquals(
        HexFormat.of().formatHex(operation.handleOps(SENDER)),
        HexFormat.of().formatHex(last.input()));
  }

  private static UserOperation operation(BigInteger nonce) {
    return operation(nonce, BigInteger.valueOf(600), BigInteger.valueOf(200));
  }

  private static UserOperation operation(BigInteger nonce, BigInteger call, BigInteger verify) {
    return new UserOperation(
        SENDER,
        nonce,
        new byte[0],
        new byte[] {1, 2, 3, 4},
        call,
        verify,
        BigInteger.valueOf(21_000),
        BigInteger.valueOf(9),
        BigInteger.TWO,
        new byte[0]);
  }

  private static JitInherentRequest.Builder request() {
    return JitInherentRequest.newBuilder()
        .setSender(ByteString.copyFrom(SENDER.bytes()))
        .setNonce(7)
        .setNonceKey(ByteString.EMPTY)
        .setInitCode(ByteString.EMPTY)
        .setCallData(hex("01020304"))
        .setCallGasLimit(0)
        .setVerificationGasLimit(0)
        .setPaymasterAndData(ByteString.EMPTY);
  }

  private Ended call(JoinPoint joinPoint, byte[] request) {
    return run(
        ExecutionContext.builder()
            .joinPoint(joinPoint)
            .aspectId(ASPECT.bytes())
            .services(HostServices.builder().with(EvmCalls.class, evm).build())
            .build(),
        request);
  }

  private static Ended run(ExecutionContext context, byte[] request) {
    return HostFunctionCaller.run(
        context,
        WASM_GAS,
        ImportPrice.FREE,
        "evm-call-api",
        "__EvmCallApi__.jitCall",
        new Bytes(request));
  }

  private static JitInherentResponse response(Ended ended) {
    try {
      return JitInherentResponse.parseFrom(((Bytes) ended.value()).value());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteKey hash(String hex) {
    return ByteKey.of(HexFormat.of().parseHex(hex));
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static byte[] word(int value) {
    byte[] word = new byte[32];
    word[31] = (byte) value;
    return word;
  }

  /** Length and characters, in hex. */
  private static String text(String text) {
    return HexFormat.of().toHexDigits((byte) text.length())
        + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
