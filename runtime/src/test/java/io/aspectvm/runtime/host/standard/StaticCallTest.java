package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import io.aspectvm.runtime.testing.ScriptedEvm;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** host-apis, section 6, staticCall; 1,000,500 EVM gas and a remainder of 321 WASM gas. */
class StaticCallTest {

  private static final long EVM_GAS = 1_000_500;
  private static final long WASM_GAS = EVM_GAS * 1_000 + 321;
  private static final Set<JoinPoint> REFUSED = EnumSet.of(JoinPoint.VERIFY_TX, JoinPoint.IS_OWNER);

  private final ScriptedEvm evm = new ScriptedEvm();

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void theJoinPointMayForbidIt(JoinPoint joinPoint) {
    evm.answer(EvmResult.success(null, 4));
    Ended ended = call(joinPoint, request(5).build());
    if (REFUSED.contains(joinPoint)) {
      ended.error("cannot execute static call in current join point").gasLeft(WASM_GAS);
    } else {
      ended.returned("120018b3883d");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000500", // All.
    "1, 1",
    "1000499, 1000499",
    "1000500, 1000500",
    "1000501, 1000500",
    "9223372036854775807, 1000500",
    "-9223372036854775808, 1000500", // 2^63
    "-1, 1000500", // 2^64 - 1
  })
  void theRequestMayLimitTheGas(long requested, long given) {
    evm.answer(EvmResult.success(null, 0));
    Ended ended = call(JoinPoint.OPERATION, request(requested).build());
    assertEquals(given, evm.calls.get(0).gas());
    assertEquals(WASM_GAS - given * 1_000, ended.gasLeft(), "the remainder is kept");
  }

  @Test
  void allGasMayBeSpent() {
    evm.answer(EvmResult.success(null, 0));
    Ended ended = call(JoinPoint.OPERATION, request(0).build());
    ended.returned("12001800").gasLeft(321);
  }

  @ParameterizedTest
  @CsvSource({
    ", , 1200", // No data: ret is left out.
    "'', , 0a001200",
    "01, , 0a01011200",
    ", execution reverted, 1212657865637574696f6e207265766572746564",
    "0102, execution reverted, 0a0201021212657865637574696f6e207265766572746564",
  })
  void resultsAndRevertsAreAnswered(String output, String error, String answer) {
    byte[] data = output == null ? null : HexFormat.of().parseHex(output);
    evm.answer(new EvmResult(data, 60, error));

    Ended ended = call(JoinPoint.PRE_CONTRACT_CALL, request(100).build());

    // gas_left is the aspect's: 1,000,500 - 40 = 1,000,460.
    ended.returned(answer + "188c883d").gasLeft(WASM_GAS - 40_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid opcode: opcode 0xfe not defined",
        "stack underflow (0 <=> 1)",
        "max call depth exceeded",
        "write protection",
        "out of gas: not enough gas for reentrancy sentry",
        "Execution reverted",
        "",
      })
  void otherErrorsOfTheEvmAreErrorsHere(String text) {
    evm.answer(EvmResult.failed(text, 30));
    call(JoinPoint.PRE_TX_EXECUTE, request(100).build()).error(text).gasLeft(WASM_GAS - 70_000);
  }

  @Test
  void outOfGasInTheEvmIsOutOfGasHere() {
    evm.answer(EvmResult.failed("out of gas", 0));
    // What the call was not given stays.
    call(JoinPoint.PRE_TX_EXECUTE, request(100).build())
        .trap(TrapKind.OUT_OF_GAS)
        .gasLeft(WASM_GAS - 100_000);
  }

  @Test
  void addressesAreNormalised() {
    evm.answer(EvmResult.success(null, 0)).answer(EvmResult.success(null, 0));
    byte[] longAddress = new byte[25];
    longAddress[24] = 9;
    longAddress[0] = 1;

    call(
        JoinPoint.OPERATION,
        request(1).setFrom(ByteString.copyFrom(longAddress)).setTo(bytes(7)).build());
    call(JoinPoint.OPERATION, request(1).setData(bytes(1, 2)).build());

    assertEquals("00".repeat(19) + "09", evm.calls.get(0).from().toString());
    assertEquals("00".repeat(19) + "07", evm.calls.get(0).to().toString());
    assertEquals("00".repeat(20), evm.calls.get(1).from().toString(), "absent");
    assertArrayEquals(new byte[] {1, 2}, evm.calls.get(1).input());
    assertTrue(evm.calls.get(1).readOnly());
  }

  @Test
  void absentGasCrashes() {
    call(JoinPoint.OPERATION, request(1).clearGas().build()).crash();
    call(JoinPoint.VERIFY_TX, request(1).clearGas().build())
        .error("cannot execute static call in current join point");
  }

  @Test
  void whatIsNoRequestIsAnErrorAnywhere() {
    for (JoinPoint joinPoint : JoinPoint.values()) {
      for (String hex : new String[] {"", "12", "0a00", "1200", "ffffffffff", "1a00120512"}) {
        call(joinPoint, HexFormat.of().parseHex(hex))
            .error("failed to unmarshal static call request");
      }
    }
    assertEquals(0, evm.calls.size());
  }

  @Test
  void withoutAnEvmItCrashes() {
    ExecutionContext context = ExecutionContext.builder().build();
    run(context, request(1).build().toByteArray()).crash();
    for (RuntimeException why :
        List.of(new IllegalStateException("no state"), new HostError("no state"))) {
      evm.unprepared = why;
      call(JoinPoint.OPERATION, request(1).build()).crash();
      call(JoinPoint.VERIFY_TX, new byte[] {1}).crash();
    }
  }

  @Test
  void anEvmThatBreaksItsContractCrashes() {
    for (EvmResult wrong :
        new EvmResult[] {
          null,
          EvmResult.success(null, 101),
          EvmResult.success(null, -1),
          EvmResult.success(null, Long.MIN_VALUE),
          EvmResult.failed("out of gas", Long.MAX_VALUE),
        }) {
      evm.answer(wrong);
      call(JoinPoint.OPERATION, request(100).build()).crash().gasLeft(WASM_GAS);
    }
    evm.answer(
        call -> {
          throw new IllegalStateException("broken");
        });
    call(JoinPoint.OPERATION, request(100).build()).crash();
    evm.answer(
        call -> {
          throw new HostError("told so");
        });
    call(JoinPoint.OPERATION, request(100).build()).error("told so");
  }

  @Test
  void thePriceComesFirst() {
    byte[] request = request(0).build().toByteArray();
    evm.answer(EvmResult.success(null, 7));
    ImportPrice price = new ImportPrice(30_000, 37_500, false, Surcharge.NONE);
    long charged = 30_000 + 37_500L * request.length;

    Ended ended =
        HostFunctionCaller.run(
            at(JoinPoint.OPERATION),
            WASM_GAS,
            price,
            "evm-call-api",
            "__EvmCallApi__.staticCall",
            new Bytes(request));

    long given = (WASM_GAS - charged) / 1_000;
    assertEquals(given, evm.calls.get(0).gas());
    assertEquals(WASM_GAS - charged - (given - 7) * 1_000, ended.gasLeft());
  }

  private static StaticCallRequest.Builder request(long gas) {
    return StaticCallRequest.newBuilder().setTo(bytes(1)).setData(ByteString.EMPTY).setGas(gas);
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }

  private Ended call(JoinPoint joinPoint, StaticCallRequest request) {
    return call(joinPoint, request.toByteArray());
  }

  private Ended call(JoinPoint joinPoint, byte[] request) {
    return run(at(joinPoint), request);
  }

  private ExecutionContext at(JoinPoint joinPoint) {
    return ExecutionContext.builder()
        .joinPoint(joinPoint)
        .services(HostServices.builder().with(EvmCalls.class, evm).build())
        .build();
  }

  private static Ended run(ExecutionContext context, byte[] request) {
    return HostFunctionCaller.run(
        context,
        WASM_GAS,
        ImportPrice.FREE,
        "evm-call-api",
        "__EvmCallApi__.staticCall",
        new Bytes(request));
  }
}
