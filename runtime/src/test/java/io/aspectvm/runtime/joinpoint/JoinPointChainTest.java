package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Guest;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.BoundScripts.Bound;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** join-points, section 4, and the crash row of section 3. */
class JoinPointChainTest {

  private static final long GAS = 1_000_000;
  private static final JoinPoint AT = JoinPoint.PRE_TX_EXECUTE;
  private static final JoinPointInput INPUT = JoinPointInput.of(Inputs.preTxExecute());
  private static final ByteKey ACCOUNT = Inputs.TO;

  private final BoundScripts node = new BoundScripts();

  @AfterEach
  void close() {
    node.close();
  }

  private JoinPointResult run() {
    return node.chain().run(ACCOUNT, INPUT, GAS, node.host());
  }

  /** Binds an aspect, told by the number that its id consists of. */
  private void bind(int id, int priority, Script script) {
    node.bind(ACCOUNT, bound(id, priority), script);
  }

  private static Bound bound(int id, int priority) {
    return new Bound(Inputs.address(id), 1, priority, AT.bit());
  }

  private static Script spending(long evmGas) {
    return guest -> {
      guest.spend(evmGas);
      return 0;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void noBoundAspectIsSuccess() {
    assertEquals(JoinPointResult.nothing(GAS), run());
    assertTrue(run().isSuccess());
    assertNull(run().execution());
    // Not even this gas or this input is looked at.
    JoinPointInput incomplete =
        JoinPointInput.of(Inputs.preTxExecute().toBuilder().clearTx().buildPartial());
    assertEquals(
        JoinPointResult.nothing(-5), node.chain().run(ACCOUNT, incomplete, -5, node.host()));
  }

  @Test
  void bindingsThatCannotBeLoadedAreAnError() {
    bind(1, 0, spending(1));
    node.unreadable(ACCOUNT);
    JoinPointResult result = run();
    assertEquals(new JoinPointError(Kind.BINDINGS, "bindings of " + ACCOUNT), result.error());
    assertEquals(GAS, result.gasLeft());
    assertEquals(0, result.returnData().length);
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinPoint.class,
      mode = Mode.EXCLUDE,
      names = {"INIT", "OPERATION", "IS_OWNER"})
  void onlyVersionsWithTheBitRun(JoinPoint other) {
    node.bind(ACCOUNT, Inputs.address(1), other, spending(1));
    node.bind(ACCOUNT, new Bound(Inputs.address(2), 1, 0, 31), spending(10));
    node.bind(ACCOUNT, new Bound(Inputs.address(3), 1, 0, 31 - AT.bit()), spending(100));
    node.bind(ACCOUNT, new Bound(Inputs.address(4), 1, 0, 0), spending(1_000));
    assertEquals(GAS - (other == AT ? 11 : 10), run().gasLeft());
  }

  @Test
  void joinPointsWithoutBitRunNoBoundAspect() {
    node.bind(ACCOUNT, new Bound(Inputs.address(1), 1, 0, 0xFFFF), spending(1));
    JoinPointInput operation = JoinPointInput.of(Inputs.operation());
    assertEquals(
        JoinPointResult.nothing(GAS), node.chain().run(ACCOUNT, operation, GAS, node.host()));
  }

  @Test
  void aspectsOfOtherAccountsDoNotRun() {
    node.bind(Inputs.FROM, Inputs.address(1), AT, spending(1));
    assertEquals(GAS, run().gasLeft());
  }

  @Test
  void priorityIsSignedAndAscending() {
    int[] priorities = {1, 127, -1, 0, -128, 126, 255};
    for (int i = 0; i < priorities.length; i++) {
      bind(0x10 + i, priorities[i], spending(1));
    }
    run();
    // 255 is the byte 0xFF, which is -1: behind the one that was bound before.
    assertEquals(
        List.of("14", "12", "16", "13", "10", "15", "11"),
        node.log().stream().map(entry -> entry.substring(0, 2)).toList());
  }

  /** More of them than the reference's sort keeps in order. */
  @Test
  void amongEqualPrioritiesTheEarlierBindingRunsFirst() {
    for (int i = 0; i < 100; i++) {
      bind(i, i % 2 == 0 ? 1 : 0, spending(1));
    }
    run();
    List<String> expected =
        IntStream.concat(
                IntStream.range(0, 50).map(i -> 2 * i + 1), IntStream.range(0, 50).map(i -> 2 * i))
            .mapToObj("%02x:preTxExecute"::formatted)
            .toList();
    assertEquals(expected, node.log());
  }

  @Test
  void gasIsHandedOnAndTheInputIsTheSame() {
    List<Long> gas = new ArrayList<>();
    List<byte[]> inputs = new ArrayList<>();
    Script script =
        guest -> {
          gas.add(guest.context().wasmGasLeft());
          inputs.add(guest.input());
          return guest.spend(100).returns("data of " + gas.size());
        };
    for (int i = 0; i < 3; i++) {
      bind(i, 0, script);
    }
    JoinPointResult result = run();
    assertEquals(List.of(GAS * 1_000, (GAS - 100) * 1_000, (GAS - 200) * 1_000), gas);
    inputs.forEach(input -> assertArrayEquals(Inputs.preTxExecute().toByteArray(), input));
    assertEquals(GAS - 300, result.gasLeft());
    assertArrayEquals(bytes("data of 3"), result.returnData());
  }

  @Test
  void everyAspectIsToldItsOwnIdAndVersion() {
    List<String> seen = new ArrayList<>();
    Script script =
        guest -> {
          seen.add(guest.context().aspectId() + " " + guest.context().aspectVersion());
          return 0;
        };
    node.bind(ACCOUNT, new Bound(Inputs.address(1), 5, 0, 31), script);
    node.bind(ACCOUNT, new Bound(Inputs.address(2), 7, 0, 31), script);
    run();
    assertEquals(List.of(Inputs.address(1) + " 5", Inputs.address(2) + " 7"), seen);
  }

  @Test
  void theFirstErrorEndsTheChain() {
    bind(1, 0, guest -> guest.spend(100).returns("first"));
    bind(2, 0, Guest::fails);
    bind(3, 0, spending(1));
    JoinPointResult result = run();
    assertEquals(new JoinPointError(Kind.EXECUTION, "memory out of bound"), result.error());
    assertEquals(0, result.returnData().length);
    assertEquals(GAS - 100, result.gasLeft());
    assertEquals(List.of("01:preTxExecute", "02:preTxExecute"), node.log());
  }

  @Test
  void aRevertGivesBackWhatTheRevertingOneWasGiven() {
    bind(1, 0, guest -> guest.spend(100).returns("first"));
    bind(2, 0, guest -> guest.spend(50).revert("no").fails());
    JoinPointResult result = run();
    assertTrue(result.error().isRevert());
    assertEquals("no", RevertData.unpack(result.returnData()).orElseThrow().text());
    assertEquals(GAS - 100, result.gasLeft());
  }

  @Test
  void oneWithoutGasTakesAll() {
    bind(1, 0, spending(100));
    bind(2, 0, guest -> ScriptedAspect.SPIN);
    JoinPointResult result = run();
    assertEquals(JoinPointError.OUT_OF_GAS, result.error());
    assertEquals(0, result.gasLeft());
  }

  @Test
  void aWrongResultCostsNothing() {
    bind(1, 0, guest -> guest.spend(100).returns("first"));
    bind(2, 0, guest -> guest.spend(50).returns(new Bool(true)));
    JoinPointResult result = run();
    assertEquals(JoinPointError.WRONG_RESULT, result.error());
    assertEquals(GAS - 100, result.gasLeft());
    assertEquals(0, result.returnData().length);
  }

  private static final Script CRASH =
      guest -> {
        guest.spend(50).revert("unheard");
        throw new GuestCrash("boom");
      };

  @Test
  void aCrashHasTheDataOfTheOneBeforeAndTheGasBeforeItself() {
    bind(1, 0, guest -> guest.spend(100).returns("first"));
    bind(2, 0, CRASH);
    bind(3, 0, spending(1));
    JoinPointResult result = run();
    assertEquals(new JoinPointError(Kind.CRASH, "aspect execution crashed"), result.error());
    assertArrayEquals(bytes("first"), result.returnData());
    assertEquals(GAS - 100, result.gasLeft());
    assertEquals("boom", result.execution().diagnostic());
    assertEquals(2, node.log().size());
  }

  @Test
  void aCrashOfTheFirstHasNoData() {
    bind(1, 0, CRASH);
    assertEquals(0, run().returnData().length);
    assertEquals(GAS, run().gasLeft());
  }

  @Test
  void anAspectWithoutCodeHasCrashed() {
    bind(1, 0, guest -> guest.spend(100).returns("first"));
    node.bindUnloadable(ACCOUNT, bound(2, 0));
    JoinPointResult result = run();
    assertEquals(JoinPointError.CRASH, result.error());
    assertArrayEquals(bytes("first"), result.returnData());
    assertEquals(GAS - 100, result.gasLeft());
    assertTrue(result.execution().error().startsWith("unable to instantiate wasm module: import"));
  }

  @Test
  void anAspectThatTheNodeDoesNotFindHasCrashed() {
    JoinPointChain chain =
        new JoinPointChain(
            account -> List.of(bound(1, 0)),
            (id, version) -> {
              throw new AspectLoadException("no code");
            });
    JoinPointResult result = chain.run(ACCOUNT, INPUT, GAS, node.host());
    assertEquals(JoinPointError.CRASH, result.error());
    assertEquals("unable to instantiate wasm module: no code", result.execution().error());
    // The input was not looked at yet.
    JoinPointInput incomplete =
        JoinPointInput.of(Inputs.preTxExecute().toBuilder().clearTx().buildPartial());
    assertEquals(JoinPointError.CRASH, chain.run(ACCOUNT, incomplete, GAS, node.host()).error());
  }

  @Test
  void anInputThatCannotBeEncodedFailsAtTheFirst() {
    bind(1, 0, spending(1));
    JoinPointInput incomplete =
        JoinPointInput.of(Inputs.preTxExecute().toBuilder().clearTx().buildPartial());
    JoinPointResult result = node.chain().run(ACCOUNT, incomplete, GAS, node.host());
    assertEquals(Kind.ENCODING, result.error().kind());
    assertEquals(GAS, result.gasLeft());
    assertEquals(List.of(), node.log());
  }

  /** Its results would be those of one node only. */
  @Test
  void aBrokenDiskIsNoResult() {
    UncheckedIOException broken = new UncheckedIOException(new IOException("disk"));
    JoinPointChain bindings =
        new JoinPointChain(
            account -> {
              throw broken;
            },
            node.aspects());
    assertEquals(
        broken,
        assertThrows(
            UncheckedIOException.class, () -> bindings.run(ACCOUNT, INPUT, GAS, node.host())));
    JoinPointChain code =
        new JoinPointChain(
            account -> List.of(bound(1, 0)),
            (id, version) -> {
              throw broken;
            });
    assertEquals(
        broken,
        assertThrows(UncheckedIOException.class, () -> code.run(ACCOUNT, INPUT, GAS, node.host())));
  }

  @Test
  void everyAspectHasAFreshInstance() {
    List<Integer> pointers = new ArrayList<>();
    Script script =
        guest -> {
          int pointer = guest.returns("data");
          pointers.add(pointer);
          return pointer;
        };
    bind(1, 0, script);
    bind(2, 0, script);
    run();
    assertEquals(pointers.get(0), pointers.get(1));
    assertNotEquals(0, pointers.get(0));
  }

  @Test
  void aListenerHearsOfEveryRun() {
    bind(1, 0, spending(10));
    node.bindUnloadable(ACCOUNT, bound(2, 1));
    List<String> heard = new ArrayList<>();
    JoinPointListener listener =
        (joinPoint, aspect, version, gas, result) ->
            heard.add(
                joinPoint + " " + aspect + " " + version + " " + gas + " " + result.outcome());
    JoinPointHost host = node.host();
    HostServices services =
        host.services().toBuilder().with(JoinPointListener.class, listener).build();
    assertTrue(
        node.chain().run(ACCOUNT, INPUT, GAS, host.withServices(services)).error().isCrash());
    assertEquals(
        List.of(
            "PRE_TX_EXECUTE " + Inputs.address(1) + " 1 1000000 NONE",
            "PRE_TX_EXECUTE " + Inputs.address(2) + " 1 999990 UNLOADABLE"),
        heard);
  }
}
