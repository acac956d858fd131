package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.StateChangeQuery;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** host-apis, section 7. */
class TraceApiTest {

  private static final Set<JoinPoint> ALLOWED =
      EnumSet.of(
          JoinPoint.PRE_TX_EXECUTE,
          JoinPoint.PRE_CONTRACT_CALL,
          JoinPoint.POST_CONTRACT_CALL,
          JoinPoint.POST_TX_EXECUTE);
  private static final ByteKey A = ByteKey.address(new byte[] {0xA});
  private static final ByteKey B = ByteKey.address(new byte[] {0xB});

  private final Tracer tracer = new Tracer();

  /** A tracer that records what it is asked, and answers all the same. */
  private static final class Tracer implements StateChanges {
    private final List<String> asked = new ArrayList<>();
    private Recorded answer;

    @Override
    public Recorded balance(ByteKey account) {
      asked.add("balance " + account);
      return answer;
    }

    @Override
    public Recorded variable(ByteKey account, ByteKey name, List<ByteKey> indices) {
      asked.add(account + " " + name + " " + indices);
      return answer;
    }
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void theJoinPointMayForbidIt(JoinPoint joinPoint) {
    if (ALLOWED.contains(joinPoint)) {
      query(joinPoint, request("x").build().toByteArray()).returned("");
    } else {
      query(joinPoint, request("x").build().toByteArray())
          .error("cannot query state change in current join point");
    }
    for (String wrong : new String[] {"", "0a", "0a0107", "120178", "0a01071202"}) {
      query(joinPoint, HexFormat.of().parseHex(wrong))
          .error("failed to unmarshal state change query");
    }
  }

  @Test
  void changesAreOrderedByCallAndThenAsTheyWereMade() {
    tracer.answer =
        new StateChanges.Changes(
            List.of(
                change(A, 2, 0x21),
                change(B, -1, 0x91),
                change(A, 0, 0x01),
                change(A, 2, 0x22),
                change(B, 0)));
    query(request("x"))
        .returned(
            entry(A, "0101", "1800")
                + entry(B, "00", "1800")
                + entry(A, "0121", "1802")
                + entry(A, "0122", "1802")
                + entry(B, "0191", "18ffffffffffffffffff01"));
  }

  @Test
  void anInnerNodeHasIndices() {
    tracer.answer = new StateChanges.Indices(List.of(ByteKey.of(new byte[0]), ByteKey.of("ab")));
    query(request("x")).returned("0a00" + "0a026162");
  }

  @Test
  void nothingRecordedIsEmpty() {
    query(request("x")).returned("");
    tracer.answer = new StateChanges.Changes(List.of());
    query(request("x")).returned("");
    tracer.answer = new StateChanges.Indices(List.of());
    query(request("x")).returned("");
  }

  @Test
  void anEmptyAccountIsEmptyWithoutAsking() {
    tracer.answer = new StateChanges.Indices(List.of(A));
    query(request("x").setAccount(ByteString.EMPTY)).returned("");
    assertEquals(List.of(), tracer.asked);
  }

  @Test
  void withoutATracerThereIsNothingAndWithoutAServiceACrash() {
    run(context(JoinPoint.PRE_TX_EXECUTE, StateChanges.NONE), request("x").build().toByteArray())
        .returned("");
    run(
            context(JoinPoint.PRE_TX_EXECUTE, StateChanges.NONE),
            request(".balance").build().toByteArray())
        .returned("");
    run(
            ExecutionContext.builder()
                .services(HostServices.inMemory())
                .joinPoint(JoinPoint.PRE_TX_EXECUTE)
                .build(),
            request("x").build().toByteArray())
        .returned("");
    run(ExecutionContext.builder().build(), request("x").build().toByteArray()).crash();
    run(ExecutionContext.builder().build(), new byte[] {1}).crash();
  }

  @Test
  void theTracerIsAskedForTheVariableOrTheBalance() {
    query(request(".balance"));
    query(request(".balance").addIndices(ByteString.copyFromUtf8("i")));
    query(
        request(".Balance").addIndices(ByteString.copyFromUtf8("i")).addIndices(ByteString.EMPTY));
    query(request("").setAccount(ByteString.copyFrom(filled(25, 0xEE))));
    query(request("x").setStateVarNameBytes(ByteString.copyFrom(new byte[] {-1})));
    String a = A.toString();
    assertEquals(
        List.of(
            "balance " + a,
            "balance " + a,
            a + " 2e42616c616e6365 [69, ]",
            "ee".repeat(20) + "  []",
            a + " ff []"),
        tracer.asked);
  }

  @Test
  void aTracerThatBreaksItsContractCrashes() {
    tracer.answer = new StateChanges.Changes(List.of(new StateChanges.Change(A, null, 0)));
    query(request("x")).crash();
    tracer.answer =
        new StateChanges.Changes(List.of(new StateChanges.Change(null, filled(1, 1), 0)));
    query(request("x")).crash();
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void theCallTreeIsAlwaysEmpty(JoinPoint joinPoint) {
    for (String argument : new String[] {"", "08", "0800", "08ffffffffffffffffff01", "ff"}) {
      HostFunctionCaller.run(
              context(joinPoint, null),
              HostFunctionCaller.GAS,
              ImportPrice.FREE,
              "trace-api",
              "__TraceApi__.queryCallTree",
              new Bytes(HexFormat.of().parseHex(argument)))
          .returned("")
          .gasLeft(HostFunctionCaller.GAS);
    }
  }

  private static StateChanges.Change change(ByteKey caller, long call, int... value) {
    byte[] bytes = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      bytes[i] = (byte) value[i];
    }
    return new StateChanges.Change(caller, bytes, call);
  }

  private static String entry(ByteKey caller, String value, String index) {
    String body = "0a14" + caller + "12" + value + index;
    return "0a" + HexFormat.of().toHexDigits((byte) (body.length() / 2)) + body;
  }

  private static StateChangeQuery.Builder request(String name) {
    return StateChangeQuery.newBuilder()
        .setAccount(ByteString.copyFrom(new byte[] {0xA}))
        .setStateVarName(name);
  }

  private Ended query(StateChangeQuery.Builder request) {
    return query(JoinPoint.POST_CONTRACT_CALL, request.build().toByteArray());
  }

  private Ended query(JoinPoint joinPoint, byte[] request) {
    return run(context(joinPoint, tracer), request);
  }

  private static Ended run(ExecutionContext context, byte[] request) {
    return HostFunctionCaller.run(
        context,
        HostFunctionCaller.GAS,
        ImportPrice.FREE,
        "trace-api",
        "__TraceApi__.queryStateChange",
        new Bytes(request));
  }

  private static ExecutionContext context(JoinPoint joinPoint, StateChanges changes) {
    HostServices.Builder services = HostServices.builder();
    if (changes != null) {
      services.with(StateChanges.class, changes);
    }
    return ExecutionContext.builder().joinPoint(joinPoint).services(services.build()).build();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
