package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.InMemoryRuntimeContext;
import io.aspectvm.runtime.host.service.InMemoryStateDatabase;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** host-apis, sections 5 to 8. */
class NodeApiTest {

  private static final String STATE = "statedb-api";
  private static final Bytes EMPTY = new Bytes(null);
  private static final Bytes ADDRESS = new Bytes(new byte[] {7});

  private final HostServices services = HostServices.inMemory();

  @Test
  void accountsThatDoNotExist() {
    assertEquals(EMPTY, state("getBalance", ADDRESS));
    assertEquals(new Bytes(new byte[32]), state("getState", ADDRESS, EMPTY));
    assertEquals(new Bytes(new byte[32]), state("getCodeHash", ADDRESS));
    assertEquals(new Uint64(0), state("getCodeSize", ADDRESS));
    assertEquals(new Uint64(0), state("getNonce", ADDRESS));
    assertEquals(new Bool(false), state("hasSuicided", ADDRESS));
  }

  @Test
  void accountsThatExist() {
    InMemoryStateDatabase database = (InMemoryStateDatabase) services.require(StateDatabase.class);
    database
        .account(ByteKey.address(new byte[] {7}))
        .balance(BigInteger.valueOf(0x80))
        .nonce(-1)
        .storage(new byte[] {1}, new byte[] {2})
        .selfDestructed(true);

    assertEquals(new Bytes(new byte[] {(byte) 0x80}), state("getBalance", ADDRESS));
    byte[] word = new byte[32];
    word[31] = 2;
    assertEquals(new Bytes(word), state("getState", ADDRESS, new Bytes(new byte[] {0, 1})));
    assertEquals(
        hex("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        state("getCodeHash", ADDRESS),
        "no code is the hash of nothing");
    assertEquals(new Uint64(-1), state("getNonce", ADDRESS));
    assertEquals(new Bool(true), state("hasSuicided", ADDRESS));

    database.account(ByteKey.address(new byte[] {7})).code(new byte[] {'a', 'b', 'c'});
    assertEquals(new Uint64(3), state("getCodeSize", ADDRESS));
  }

  @Test
  void withoutAnEvmStateAllReadsCrash() {
    ExecutionContext context = ExecutionContext.builder().build();
    for (String method :
        new String[] {"getBalance", "getCodeHash", "getCodeSize", "getNonce", "hasSuicided"}) {
      HostFunctionCaller.crash(context, STATE, "__StateDbApi__." + method, ADDRESS);
    }
    HostFunctionCaller.crash(context, STATE, "__StateDbApi__.getState", ADDRESS, EMPTY);
  }

  @Test
  void evmIsAbsent() {
    ExecutionContext context = at(JoinPoint.VERIFY_TX);
    HostFunctionCaller.crash(context, "evm-call-api", "__EvmCallApi__.staticCall", EMPTY);
    assertEquals(
        EMPTY, HostFunctionCaller.call(context, "evm-call-api", "__EvmCallApi__.jitCall", ADDRESS));
    assertEquals(
        EMPTY,
        HostFunctionCaller.call(context, "trace-api", "__TraceApi__.queryCallTree", ADDRESS));
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void contextKeysAreAvailableAsTheTableSays(JoinPoint joinPoint) {
    InMemoryRuntimeContext values = new InMemoryRuntimeContext();
    for (RuntimeContextKey key : RuntimeContextKey.values()) {
      values.put(key, ContextMessages.uint(key.ordinal()));
    }
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(joinPoint)
            .services(HostServices.builder().with(RuntimeContextSource.class, values).build())
            .build();
    for (RuntimeContextKey key : RuntimeContextKey.values()) {
      if (key.isAvailableAt(joinPoint)) {
        assertEquals(
            new Bytes(ContextMessages.uint(key.ordinal())), contextValue(context, key.text()));
      } else {
        contextError(context, key.text());
      }
    }
    contextError(context, "nonsense");
    contextError(context, "");
  }

  private static void contextError(ExecutionContext context, String key) {
    HostFunctionCaller.error(
        context,
        "key " + key + " is not available at join point " + context.joinPoint().text(),
        "runtime-api",
        "__RuntimeContextApi__.get",
        Str.of(key));
  }

  @Test
  void someContextValuesFollowFromTheExecution() {
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(JoinPoint.OPERATION)
            .aspectId(new byte[] {9})
            .aspectVersion(300)
            .blockNumber(125_672)
            .isCall(true)
            .services(services)
            .build();
    assertEquals(hex("0801"), contextValue(context, "isCall"));
    assertEquals(hex("08e8d507"), contextValue(context, "block.header.number"));
    assertEquals(hex("0a14" + "00".repeat(19) + "09"), contextValue(context, "aspect.id"));
    assertEquals(hex("08ac02"), contextValue(context, "aspect.version"));
    assertEquals(EMPTY, contextValue(context, "env.chain.chainId"));
    HostFunctionCaller.crash(
        context, "runtime-api", "__RuntimeContextApi__.get", Str.of("tx.hash"));
  }

  @Test
  void isCallIsFalseWhileVerifying() {
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(JoinPoint.VERIFY_TX)
            .isCall(true)
            .services(services)
            .build();
    assertEquals(hex("0800"), contextValue(context, "isCall"));
  }

  @Test
  void aMissingContextCrashes() {
    ExecutionContext context = ExecutionContext.builder().build();
    HostFunctionCaller.crash(context, "runtime-api", "__RuntimeContextApi__.get", Str.of("isCall"));
  }

  @Test
  void aContextKeyNeedNotBeText() {
    HostFunctionCaller.error(
        at(JoinPoint.OPERATION),
        "key \uFFFD is not available at join point operation",
        "runtime-api",
        "__RuntimeContextApi__.get",
        new Str(GuestString.of(new byte[] {-1})));
  }

  private ExecutionContext at(JoinPoint joinPoint) {
    return ExecutionContext.builder().joinPoint(joinPoint).services(services).build();
  }

  private GuestValue state(String method, GuestValue... arguments) {
    return HostFunctionCaller.call(
        at(JoinPoint.OPERATION), STATE, "__StateDbApi__." + method, arguments);
  }

  private static GuestValue contextValue(ExecutionContext context, String key) {
    return HostFunctionCaller.call(
        context, "runtime-api", "__RuntimeContextApi__.get", Str.of(key));
  }

  private static Bytes hex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }
}
