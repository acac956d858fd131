package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractType;
import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.registry.AspectCoreContract.Method;
import io.aspectvm.runtime.registry.CoreResult.Kind;
import io.aspectvm.runtime.store.StoredAspectState;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Call data, queries and operations. */
class CoreContractTest extends CoreContractFixture {

  @ParameterizedTest
  @CsvSource({
    "DEPLOY, df8c47d2",
    "UPGRADE, 100a252e",
    "BIND, 3446f1d2",
    "UNBIND, 4930308e",
    "CHANGE_VERSION, 92dfbc49",
    "VERSION_OF, 0db3ff45",
    "ASPECTS_OF, e0e48314",
    "BOUND_ADDRESSES_OF, a33bf5ad",
    "ENTRYPOINT, 995a75e8"
  })
  void selectorsAreThoseOfTheSpecification(Method method, String selector) {
    assertEquals(selector, HexFormat.of().formatHex(method.function.selector()));
  }

  @Test
  void theContractHasItsAddress() {
    assertEquals("0000000000000000000000000000000000a27e14", AspectCoreContract.ADDRESS.toString());
  }

  @Test
  void otherCallDataConsumesAllGas() {
    for (String data : List.of("", "df8c47", "00000000", "0db3ff45", "0db3ff4500")) {
      CoreResult result = contract.execute(context(SENDER), HexFormat.of().parseHex(data), GAS);
      assertEquals(0, result.gasLeft());
      assertEquals(Kind.REFUSED, result.error().kind(), data);
    }
    byte[] priority = Method.BIND.function.encodeCall(SENDER, number(1), CONTRACT, number(1));
    priority[priority.length - 2] = 1; // 257 is no int8
    assertFalse(contract.execute(context(SENDER), priority, GAS).isSuccess());
  }

  /** Whatever the data, a result and no exception; bounded in time. */
  @Test
  void hostileCallDataIsRefusedOrServed() {
    Random random = new Random(3);
    byte[] good =
        Method.DEPLOY.function.encodeCall(
            deployment(module(40), List.of(property("k", "v"), property("l", "w")), 1));
    for (int i = 0; i < 20_000; i++) {
      byte[] data = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        data[4 + random.nextInt(data.length - 4)] = (byte) (random.nextBoolean() ? 0xFF : i);
      }
      data = i % 5 == 0 ? Arrays.copyOf(data, random.nextInt(data.length)) : data;
      CoreResult result = contract.execute(context(SENDER), data, 1_000);
      assertTrue(result.gasLeft() >= 0 && result.gasLeft() <= 1_000);
      assertFalse(result.isSuccess()); // too little gas to store anything
    }
  }

  private long versionOf(ByteKey aspect) {
    return ByteKey.of(done(Method.VERSION_OF, aspect)).from(24).bytes()[7];
  }

  @Test
  void versionOfAnUnknownAspectIsZero() {
    assertEquals(0, versionOf(address(1)));
    ByteKey aspect = deploy(0);
    assertEquals(1, versionOf(aspect));
    upgrade(aspect, 0);
    assertEquals(2, versionOf(aspect));
    assertEquals("aspectId not specified", refusal(Method.VERSION_OF, NOBODY));
  }

  @Test
  void queriesPayForWhatTheyLoad() {
    ByteKey aspect = deploy(CALL_LEVEL);
    bind(aspect, CONTRACT, 1, 0);
    // Key 25; record 33 with the proof of 1 byte: (25 + 33 + 32) / 32 = 2 units.
    assertEquals(GAS - 20, call(Method.VERSION_OF, aspect).gasLeft());
    // Key 25, one binding of 32: 2 units.
    assertEquals(GAS - 20, call(Method.ASPECTS_OF, CONTRACT).gasLeft());
    // Key 25, nothing: 1 unit.
    assertEquals(GAS - 10, call(Method.ASPECTS_OF, SENDER).gasLeft());
    // The aspect; key 45, one binding of 32: 3 units.
    assertEquals(GAS - 50, call(Method.BOUND_ADDRESSES_OF, aspect).gasLeft());
    assertEquals("out of gas", refusal(0, call(SENDER, 49, Method.BOUND_ADDRESSES_OF, aspect)));
    CoreResult tooLittle = call(SENDER, 19, Method.VERSION_OF, aspect);
    assertEquals("out of gas", refusal(0, tooLittle));
    assertEquals(Kind.OUT_OF_GAS, tooLittle.error().kind());
  }

  @Test
  void aspectsOfListsBindingsInOrder() {
    ByteKey first = deploy(CALL_LEVEL);
    ByteKey second = deploy(CALL_LEVEL);
    upgrade(second, CALL_LEVEL);
    bind(second, CONTRACT, 2, -128);
    bind(first, CONTRACT, 1, 127);
    assertArrayEquals(
        ContractFunction.encode(
            ContractType.parse("((address,uint64,int8)[])"),
            List.of(
                ContractValues.of(second, number(2), number(-128)),
                ContractValues.of(first, number(1), number(127)))),
        done(Method.ASPECTS_OF, CONTRACT));
    assertEquals("binding account not specified", refusal(Method.ASPECTS_OF, NOBODY));
  }

  @Test
  void boundAddressesAreInTheirOrder() {
    ByteKey aspect = deploy(CALL_LEVEL);
    for (int i : new int[] {3, 1, 2}) {
      node.contracts.add(address(i));
      bind(aspect, address(i), 0, 0);
    }
    assertArrayEquals(
        ContractFunction.encode(
            ContractType.parse("(address[])"), List.of(address(1), address(2), address(3))),
        done(Method.BOUND_ADDRESSES_OF, aspect));
    assertEquals("aspect not deployed", refusal(Method.BOUND_ADDRESSES_OF, address(1)));
    assertEquals("aspect id not specified", refusal(Method.BOUND_ADDRESSES_OF, NOBODY));
  }

  @Test
  void operationsRunTheLatestVersionForAnybody() {
    ByteKey aspect = deploy(0);
    upgrade(aspect, 0);
    node.aspectReturns = new byte[] {1, 2, 3};
    CoreResult result = call(address(99), 500, Method.ENTRYPOINT, aspect, new byte[] {4, 5});
    assertArrayEquals(
        ContractFunction.encode(ContractType.parse("(bytes)"), (Object) node.aspectReturns),
        result.output());
    assertEquals(500 - ScriptedNode.GAS_USED, result.gasLeft()); // loads are free
    assertEquals("operation 2 500", node.asked.get(node.asked.size() - 1));
    OperationInput input = node.operationInput;
    assertArrayEquals(aspect.bytes(), input.getTx().getTo().toByteArray());
    assertArrayEquals(address(99).bytes(), input.getTx().getFrom().toByteArray());
    assertArrayEquals(HASH, input.getTx().getHash().toByteArray());
    assertEquals(77, input.getBlock().getNumber());
    assertArrayEquals(new byte[] {4, 5}, input.getCallData().toByteArray());
    assertArrayEquals(
        new byte[] {2}, new StoredAspectState(state).get(aspect, ScriptedNode.STATE_KEY));
  }

  @Test
  void aFailedOperationLeavesNothing() {
    ByteKey aspect = deploy(0);
    node.aspectReturns = new byte[] {7};
    node.aspectError = new JoinPointError(JoinPointError.Kind.REVERTED, "execution reverted");
    CoreResult result = call(Method.ENTRYPOINT, aspect, new byte[0]);
    assertArrayEquals(new byte[] {7}, result.output()); // the packed revert, as it is
    assertEquals(new CoreResult.Failure(Kind.REVERTED, "execution reverted"), result.error());
    assertEquals(GAS - ScriptedNode.GAS_USED, result.gasLeft());
    assertArrayEquals(
        new byte[] {1}, new StoredAspectState(state).get(aspect, ScriptedNode.STATE_KEY));
  }

  @Test
  void operationsNeedAnAspect() {
    assertEquals("aspect not deployed", refusal(Method.ENTRYPOINT, address(1), new byte[0]));
    assertEquals("aspect id not specified", refusal(Method.ENTRYPOINT, NOBODY, new byte[0]));
  }
}
