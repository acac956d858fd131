package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.registry.AspectCoreContract.Method;
import io.aspectvm.runtime.registry.Records.Type;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bind}, {@code unbind} and {@code changeVersion}. */
class BindTest extends CoreContractFixture {

  private String bindRefusal(ByteKey aspect, ByteKey account, long version) {
    return refusal(Method.BIND, aspect, number(version), account, number(0));
  }

  private static BoundAspect bound(ByteKey aspect, long version, int priority, int joinPoints) {
    return new BoundAspect(aspect, version, priority, joinPoints);
  }

  @Test
  void recordsHaveTheirFormat() {
    BoundAspect binding = bound(SENDER, 0x0102030405060708L, -2, 0xFF1F);
    String record =
        "000000000000000000000000000000000000005e" + "0102030405060708" + "fe" + "ff1f00";
    assertEquals(record, HexFormat.of().formatHex(binding.record()));
    assertEquals(List.of(binding), BoundAspect.read(binding.record()));
    assertThrows(IllegalArgumentException.class, () -> bound(SENDER, 1, 128, 0));
    assertThrows(IllegalArgumentException.class, () -> bound(SENDER, 1, 0, 65536));
  }

  @Test
  void bindsToContracts() {
    ByteKey aspect = deploy(CALL_LEVEL);
    upgrade(aspect, CALL_LEVEL | VERIFIER);
    bind(aspect, CONTRACT, 0, -5);
    assertEquals(List.of(bound(aspect, 2, -5, 5)), deployed().of(CONTRACT));
    assertEquals(List.of(CONTRACT), deployed().accountsOf(aspect));
    ByteKey other = deploy(CALL_LEVEL);
    upgrade(other, VERIFIER);
    bind(other, CONTRACT, 1, 0);
    assertEquals(bound(other, 1, 0, CALL_LEVEL), deployed().of(CONTRACT).get(1));
    assertArrayEquals(
        bound(CONTRACT, 1, 0, CALL_LEVEL).record(),
        Records.load(state, ByteKey.concatenate(Type.ASPECT_BINDING.key(other), CONTRACT)));
  }

  @Test
  void theContractIsAskedWhoOwnsIt() {
    ByteKey aspect = deploy(CALL_LEVEL);
    node.asked.clear();
    CoreResult result = call(Method.BIND, aspect, number(1), CONTRACT, number(0));
    assertNull(result.error());
    String callData =
        "2f54bf6e" + "000000000000000000000000" + "000000000000000000000000000000000000005e";
    assertEquals(
        List.of("call " + AspectCoreContract.ADDRESS + " " + CONTRACT + " " + callData + " " + GAS),
        node.asked);
    // Loads: aspect (25 + 33: 2), version (33 + 40: 3), binding (45 + 0: 2), bindings (25 + 0: 1).
    // Stores: aspect 2, bindings (25 + 32: 2), binding (45 + 32: 3).
    assertEquals(GAS - ScriptedNode.GAS_USED - 8 * 10 - 7 * 1000, result.gasLeft());
  }

  @Test
  void anythingButTrueIsNoOwner() {
    ByteKey aspect = deploy(CALL_LEVEL);
    byte[] yes = node.contractReturns;
    byte[] two = yes.clone();
    two[31] = 2;
    for (byte[] answer : List.of(new byte[32], two, new byte[31], new byte[0])) {
      node.contractReturns = answer;
      assertEquals("contract ownership validation failed", bindRefusal(aspect, CONTRACT, 1));
    }
    node.contractReturns = yes;
    node.contractFails = true;
    assertEquals("contract ownership validation failed", bindRefusal(aspect, CONTRACT, 1));
    // These two report what the contract left.
    long left = GAS - ScriptedNode.GAS_USED;
    assertEquals(
        "contract ownership validation failed",
        refusal(left, call(Method.UNBIND, aspect, CONTRACT)));
    assertEquals(
        "unauthorized operation",
        refusal(left, call(Method.CHANGE_VERSION, aspect, CONTRACT, number(1))));
    assertEquals(List.of(), deployed().of(CONTRACT));
  }

  @Test
  void accountsWithoutCodeBindVerifiersForThemselves() {
    ByteKey verifier = deploy(VERIFIER);
    ByteKey guard = deploy(CALL_LEVEL);
    bind(verifier, SENDER, 1, 0);
    assertEquals("only verifier aspect can be bound with eoa", bindRefusal(guard, SENDER, 1));
    assertEquals("unauthorized EoA account aspect binding", bindRefusal(verifier, address(5), 1));
    assertEquals(
        "unauthorized EoA account aspect binding", refusal(Method.UNBIND, verifier, address(5)));
    assertEquals(
        "unauthorized operation", refusal(Method.CHANGE_VERSION, verifier, address(5), number(1)));
    ByteKey second = deploy(VERIFIER | CALL_LEVEL);
    bind(second, SENDER, 1, 0); // several are fine here
    assertEquals(2, deployed().of(SENDER).size());
  }

  @Test
  void aContractHasOneVerifier() {
    bind(deploy(VERIFIER), CONTRACT, 1, 0);
    bind(deploy(CALL_LEVEL), CONTRACT, 1, 0);
    assertEquals("binding limit exceeded", bindRefusal(deploy(VERIFIER), CONTRACT, 1));
    ByteKey late = deploy(CALL_LEVEL);
    upgrade(late, CALL_LEVEL | VERIFIER);
    bind(late, CONTRACT, 1, 0);
    assertEquals(
        "binding limit exceeded", refusal(Method.CHANGE_VERSION, late, CONTRACT, number(2)));
    assertEquals(1, deployed().of(CONTRACT).get(2).version());
  }

  @Test
  void anAspectIsBoundOnce() {
    ByteKey aspect = deploy(CALL_LEVEL);
    bind(aspect, CONTRACT, 1, 0);
    assertEquals("aspect already bound", bindRefusal(aspect, CONTRACT, 1));
    assertEquals(1, deployed().of(CONTRACT).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 64, 65536})
  void joinPointsThatNothingTriggersAreNotBound(int joinPoints) {
    assertEquals(
        "aspect is either for tx or verifier", bindRefusal(deploy(joinPoints), CONTRACT, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 3, 31})
  void everyJoinPointCanBeBound(int joinPoints) {
    ByteKey aspect = deploy(joinPoints);
    bind(aspect, CONTRACT, 1, 0);
    assertEquals(joinPoints, deployed().of(CONTRACT).get(0).joinPoints());
  }

  @Test
  void bindRefuses() {
    ByteKey aspect = deploy(CALL_LEVEL);
    assertEquals("aspectId not specified", bindRefusal(NOBODY, CONTRACT, 1));
    assertEquals("binding account not specified", bindRefusal(aspect, NOBODY, 1));
    assertEquals("aspect not deployed", bindRefusal(address(1), CONTRACT, 1));
    assertEquals("aspect version not deployed", bindRefusal(aspect, CONTRACT, 2));
    BigInteger huge = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    assertEquals(
        "aspect version not deployed", refusal(Method.BIND, aspect, huge, CONTRACT, number(0)));
  }

  @Test
  void anAccountHasAtMost255Aspects() {
    ByteKey last = null;
    for (int i = 0; i < 255; i++) {
      last = deploy(CALL_LEVEL);
      bind(last, CONTRACT, 1, 0);
    }
    ByteKey more = deploy(CALL_LEVEL);
    assertEquals("binding limit exceeded", bindRefusal(more, CONTRACT, 1));
    done(Method.UNBIND, last, CONTRACT);
    bind(more, CONTRACT, 1, 0);
    assertEquals(255, deployed().of(CONTRACT).size());
  }

  @Test
  void anAspectHasAtMost459000Accounts() {
    ByteKey aspect = deploy(CALL_LEVEL);
    AspectRecord record =
        AspectRecord.read(Records.load(state, Type.ASPECT.key(aspect))).withBoundAccounts(458_999);
    state.put(Records.SPACE, Type.ASPECT.key(aspect), record.bytes());
    bind(aspect, CONTRACT, 1, 0);
    node.contracts.add(address(1));
    assertEquals("binding limit exceeded", bindRefusal(aspect, address(1), 1));
    done(Method.UNBIND, aspect, CONTRACT);
    bind(aspect, address(1), 1, 0);
  }

  @Test
  void unbindForgetsBothSides() {
    ByteKey first = deploy(CALL_LEVEL);
    ByteKey second = deploy(CALL_LEVEL);
    bind(first, CONTRACT, 1, 0);
    bind(second, CONTRACT, 1, 0);
    done(Method.UNBIND, first, CONTRACT);
    assertEquals(List.of(bound(second, 1, 0, CALL_LEVEL)), deployed().of(CONTRACT));
    assertEquals(List.of(), deployed().accountsOf(first));
    done(Method.UNBIND, second, CONTRACT);
    assertEquals(List.of(), deployed().of(CONTRACT));
    bind(first, CONTRACT, 1, 0);
  }

  @Test
  void unbindingWhatIsNotBoundSucceeds() {
    ByteKey aspect = deploy(CALL_LEVEL);
    CoreResult result = call(Method.UNBIND, aspect, CONTRACT);
    assertNull(result.error());
    assertEquals(GAS - ScriptedNode.GAS_USED - 10, result.gasLeft());
    assertEquals("aspectId not specified", refusal(Method.UNBIND, NOBODY, CONTRACT));
    assertEquals("binding account not specified", refusal(Method.UNBIND, aspect, NOBODY));
  }

  @Test
  void bindingsKeepTheirVersionUntilItIsChanged() {
    ByteKey aspect = deploy(CALL_LEVEL);
    ByteKey other = deploy(CALL_LEVEL);
    bind(aspect, CONTRACT, 0, 9);
    bind(other, CONTRACT, 0, 9);
    upgrade(aspect, CALL_LEVEL | 8);
    upgrade(aspect, CALL_LEVEL | 16);
    assertEquals(bound(aspect, 1, 9, 4), deployed().of(CONTRACT).get(0));
    done(Method.CHANGE_VERSION, aspect, CONTRACT, number(2));
    assertEquals(List.of(bound(other, 1, 9, 4), bound(aspect, 2, 9, 12)), deployed().of(CONTRACT));
    done(Method.CHANGE_VERSION, aspect, CONTRACT, number(0));
    assertEquals(bound(aspect, 3, 9, 20), deployed().of(CONTRACT).get(1));
    assertEquals(List.of(CONTRACT), deployed().accountsOf(aspect));
  }

  @Test
  void changeVersionRefuses() {
    ByteKey aspect = deploy(VERIFIER);
    upgrade(aspect, 0);
    upgrade(aspect, CALL_LEVEL);
    bind(aspect, SENDER, 1, 0);
    assertEquals(
        "aspectId not specified", refusal(Method.CHANGE_VERSION, NOBODY, CONTRACT, number(1)));
    assertEquals(
        "binding account not specified", refusal(Method.CHANGE_VERSION, aspect, NOBODY, number(1)));
    assertEquals("aspect not bound", refusal(Method.CHANGE_VERSION, aspect, CONTRACT, number(1)));
    assertEquals(
        "given version of aspect does not exist",
        refusal(Method.CHANGE_VERSION, aspect, SENDER, number(4)));
    assertEquals(
        "aspect is either for tx or verifier",
        refusal(Method.CHANGE_VERSION, aspect, SENDER, number(2)));
    assertEquals(
        "only verifier aspect can be bound with eoa",
        refusal(Method.CHANGE_VERSION, aspect, SENDER, number(3)));
    assertEquals(List.of(bound(aspect, 1, 0, VERIFIER)), deployed().of(SENDER));
  }

  @Test
  void outOfGasLeavesNothing() {
    ByteKey aspect = deploy(CALL_LEVEL);
    for (long gas = ScriptedNode.GAS_USED; gas < 7_087; gas += 40) {
      CoreResult result = call(SENDER, gas, Method.BIND, aspect, number(1), CONTRACT, number(0));
      assertEquals("out of gas", refusal(0, result));
      assertEquals(List.of(), deployed().of(CONTRACT));
      assertEquals(List.of(), deployed().accountsOf(aspect));
    }
    assertNull(call(SENDER, 7_087, Method.BIND, aspect, number(1), CONTRACT, number(0)).error());
  }
}
