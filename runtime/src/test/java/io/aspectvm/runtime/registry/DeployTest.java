package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.JoinPointError;
import io.aspectvm.runtime.registry.AspectCoreContract.Method;
import io.aspectvm.runtime.registry.CoreResult.Kind;
import io.aspectvm.runtime.store.StoredAspectState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy} and {@code upgrade}. */
class DeployTest extends CoreContractFixture {

  private static List<ContractValues> properties(int count, String prefix) {
    List<ContractValues> properties = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      properties.add(property(prefix + i, "value"));
    }
    return properties;
  }

  private String property(ByteKey aspect, long version, String key) {
    return new String(deployed().get(aspect, version, ByteKey.of(key)), StandardCharsets.UTF_8);
  }

  /** Of a well-known sender. */
  @ParameterizedTest
  @CsvSource({
    "0, cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d",
    "1, 343c43a37d37dff08ae8c4a11544c718abb4fcf8",
    "2, f778b86fa74e846c4f0a1fbd1335fe81c00a0c91",
    "3, fffd933a0bc612844eaf0c6fe3e5b8e9b6c1d19c"
  })
  void idsAreThoseOfCreatedContracts(long nonce, String id) {
    ByteKey sender =
        ByteKey.of(HexFormat.of().parseHex("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"));
    assertEquals(id, Deployer.createAddress(sender, nonce).toString());
  }

  @Test
  void deploysVersionOne() {
    ByteKey aspect = deploy(VERIFIER, property("b", "2"), property("a", "1"), property("e", ""));
    DeployedAspects deployed = deployed();
    assertEquals(1, deployed.latestVersion(aspect));
    assertArrayEquals(module(10), deployed.code(aspect, 1).orElseThrow());
    assertEquals(
        new VersionRecord(VERIFIER, ByteKey.of(Hashes.keccak256(module(10)))),
        deployed.version(aspect, 1).orElseThrow());
    assertEquals("1", property(aspect, 1, "a"));
    assertEquals("", property(aspect, 1, "e"));
    assertEquals("", property(aspect, 1, "x"));
    assertEquals("", property(aspect, 0, "a"));
    assertEquals(
        List.of("61", "62", "65"),
        deployed.properties(aspect, 1).stream().map(each -> each.key().toString()).toList());
  }

  @Test
  void initGetsTheGasThatIsLeft() {
    byte[] code = module(100_000);
    node.aspectReturns = new byte[] {42};
    ByteKey aspect = nextAspect();
    CoreResult result = call(Method.DEPLOY, deployment(code, List.of(), 0));
    assertNull(result.error());
    assertArrayEquals(new byte[] {42}, result.output());
    // The specification's example: 3127 units for the code. Before it a load of nothing (25) and
    // the aspect's record (25 + 33: 2 units); behind it the version's (33 + 40: 3 units).
    long stored = 10 + 2_000 + 3_127_000 + 3_000;
    assertEquals("init 1 " + (GAS - stored), node.asked.get(0));
    assertEquals(GAS - stored - ScriptedNode.GAS_USED, result.gasLeft());
    assertArrayEquals(aspect.bytes(), node.initInput.getTx().getTo().toByteArray());
    assertArrayEquals(SENDER.bytes(), node.initInput.getTx().getFrom().toByteArray());
    assertArrayEquals(new byte[] {9}, node.initInput.getCallData().toByteArray());
    assertEquals(77, node.initInput.getBlock().getNumber());
    assertTrue(deployed().code(aspect, 1).isPresent());
  }

  @Test
  void everyUnitOfGasCounts() {
    Object[] arguments = deployment(module(10), List.of(property("key", "value")), 0);
    // As above; the code takes 33 + 10: 2 units; the property 33 + 3 + 5: 2 units.
    long stored = 10 + 2_000 + 2_000 + 3_000 + 2_000;
    CoreResult tooLittle = call(SENDER, stored - 1, Method.DEPLOY, arguments);
    assertEquals("out of gas", refusal(0, tooLittle));
    assertEquals(Kind.OUT_OF_GAS, tooLittle.error().kind());
    assertEquals(List.of(), node.asked);
    assertEquals(0, deployed().latestVersion(nextAspect()));
    call(SENDER, stored, Method.DEPLOY, arguments);
    assertEquals(List.of("init 1 0"), node.asked);
  }

  /** No verdict: another node may come to another, so that this one has to try again. */
  @Test
  void anErrorOfThisNodeLeavesNothing() {
    byte[] code = module(10);
    code[0] = (byte) TOO_MUCH;
    ByteKey aspect = nextAspect();
    Object[] arguments = deployment(code, List.of(property("key", "value")), 0);
    assertThrows(OutOfMemoryError.class, () -> call(Method.DEPLOY, arguments));
    assertEquals(List.of(), node.asked);
    assertEquals(0, deployed().latestVersion(aspect));
    assertTrue(deployed().code(aspect, 1).isEmpty());
    assertNull(call(Method.DEPLOY, arguments).error());
    assertEquals(1, deployed().latestVersion(aspect));
  }

  @Test
  void aFailedInitLeavesNothing() {
    ByteKey aspect = nextAspect();
    node.aspectReturns = new byte[] {5};
    node.aspectError = new JoinPointError(JoinPointError.Kind.REVERTED, "execution reverted");
    CoreResult result = call(Method.DEPLOY, deployment(module(10), List.of(), 0));
    assertEquals(new CoreResult.Failure(Kind.REVERTED, "execution reverted"), result.error());
    assertArrayEquals(new byte[] {5}, result.output());
    assertTrue(result.gasLeft() > 0);
    assertEquals(0, deployed().latestVersion(aspect));
    assertFalse(deployed().code(aspect, 1).isPresent());
    assertEquals(0, StoredAspectState.entries(state, aspect).size());
    node.aspectError = new JoinPointError(JoinPointError.Kind.OUT_OF_GAS, "out of gas");
    assertEquals(
        Kind.OUT_OF_GAS, call(Method.DEPLOY, deployment(module(10), List.of(), 0)).error().kind());
    node.aspectError = null;
    assertEquals(aspect, deploy(0));
    assertEquals(1, StoredAspectState.entries(state, aspect).size());
  }

  @Test
  void deployRefuses() {
    Object[] other = deployment(module(1), List.of(), 0);
    other[3] = CONTRACT;
    assertEquals("account verification fail", refusal(Method.DEPLOY, other));
    Object[] empty = deployment(new byte[0], List.of(), 0);
    assertEquals("code is empty", refusal(Method.DEPLOY, empty));
    empty[3] = CONTRACT;
    assertEquals("code is empty", refusal(Method.DEPLOY, empty));
    assertEquals(
        "bulk memory support is not enabled",
        refusal(Method.DEPLOY, deployment(new byte[] {(byte) INVALID}, List.of(), 0)));
    assertEquals(
        "unsupported compression algorithm: 2",
        refusal(
            Method.DEPLOY, deployment(CodeEnvelopeTest.envelope(2, new byte[3]), List.of(), 0)));
    assertEquals(
        "code is larger than 100000 bytes",
        refusal(Method.DEPLOY, deployment(module(LIMIT + 1), List.of(), 0)));
    done(Method.DEPLOY, deployment(module(1), List.of(), 0));
    assertEquals(
        "aspect already deployed", refusal(Method.DEPLOY, deployment(module(1), List.of(), 0)));
  }

  @Test
  void theModuleInsideAnEnvelopeIsStored() throws Exception {
    ByteKey aspect = nextAspect();
    byte[] stream;
    try (var file = getClass().getResourceAsStream("/registry/header.br")) {
      stream = file.readAllBytes();
    }
    done(Method.DEPLOY, deployment(CodeEnvelopeTest.envelope(1, stream), List.of(), 0));
    byte[] module = HexFormat.of().parseHex("0061736d01000000");
    assertArrayEquals(module, deployed().code(aspect, 1).orElseThrow());
    assertEquals(
        ByteKey.of(Hashes.keccak256(module)),
        deployed().version(aspect, 1).orElseThrow().codeHash());
  }

  @Test
  void propertiesAreLimited() {
    ByteKey aspect = nextAspect();
    assertEquals(
        "aspect property limit exceeds",
        refusal(Method.DEPLOY, deployment(module(1), properties(256, "a"), 0)));
    done(Method.DEPLOY, deployment(module(1), properties(255, "a"), 0));
    assertEquals(255, deployed().properties(aspect, 1).size());
    assertEquals(
        "aspect property limit exceeds",
        refusal(Method.UPGRADE, aspect, module(1), List.of(property("b", "")), number(0)));
    upgrade(aspect, 0, property("a0", "new"));
    assertEquals(255, deployed().properties(aspect, 2).size());
  }

  @Test
  void ofAPropertyGivenTwiceTheLastCountsAndBothAreLimited() {
    ByteKey aspect = deploy(0, property("a", "1"), property("b", "1"), property("a", "2"));
    assertEquals("2", property(aspect, 1, "a"));
    assertEquals(2, deployed().properties(aspect, 1).size());
    List<ContractValues> many = new ArrayList<>(properties(255, "a"));
    many.add(property("a0", "again"));
    assertEquals(
        "aspect property limit exceeds", refusal(Method.DEPLOY, deployment(module(1), many, 0)));
  }

  @Test
  void upgradesOverrideAndExtendProperties() {
    ByteKey aspect = deploy(CALL_LEVEL, property("a", "1"), property("b", "1"));
    upgrade(aspect, VERIFIER, property("b", "2"), property("c", "2"));
    assertEquals(2, deployed().latestVersion(aspect));
    assertEquals("1", property(aspect, 1, "b"));
    assertEquals("", property(aspect, 1, "c"));
    assertEquals("1", property(aspect, 2, "a"));
    assertEquals("2", property(aspect, 2, "b"));
    assertEquals("2", property(aspect, 2, "c"));
    assertArrayEquals(module(10), deployed().code(aspect, 1).orElseThrow());
    assertArrayEquals(module(20), deployed().code(aspect, 2).orElseThrow());
    assertEquals(VERIFIER, deployed().version(aspect, 2).orElseThrow().joinPoints());
  }

  @Test
  void theLatestVersionSaysWhoOwnsIt() {
    ByteKey aspect = deploy(0);
    upgrade(aspect, 0);
    node.asked.clear();
    upgrade(aspect, 0);
    assertEquals(List.of("isOwner 2 " + SENDER), node.asked); // and no init
    node.ownerAnswer = false;
    assertEquals(
        "aspect ownership validation failed",
        refusal(Method.UPGRADE, aspect, module(1), List.of(), number(0)));
    node.ownerError = new JoinPointError(JoinPointError.Kind.REASON, "not you");
    assertEquals(
        "aspect ownership validation failed",
        refusal(Method.UPGRADE, aspect, module(1), List.of(), number(0)));
    assertEquals(3, deployed().latestVersion(aspect));
  }

  @Test
  void aCrashOfIsOwnerAbortsTheTransaction() {
    ByteKey aspect = deploy(0);
    node.ownerAnswer = false;
    node.ownerError = new JoinPointError(JoinPointError.Kind.CRASH, "aspect execution crashed");
    CoreResult result = call(Method.UPGRADE, aspect, module(1), List.of(), number(0));
    assertEquals(new CoreResult.Failure(Kind.ABORTED, "aspect execution crashed"), result.error());
  }

  @Test
  void upgradesPayForStorageAndOwnership() {
    ByteKey aspect = deploy(0, property("a", "1"));
    // Loads: aspect (25 + 33: 2), code (33 + 10: 2), property (34 + 1: 2). Stores: aspect 2,
    // code (33 + 20: 2), version (33 + 40: 3), property 2.
    long cost = 6 * 10 + 9 * 1000 + ScriptedNode.GAS_USED;
    CoreResult result = call(Method.UPGRADE, aspect, module(20), List.of(), number(0));
    assertEquals(GAS - cost, result.gasLeft());
    assertEquals(0, result.output().length);
  }

  @Test
  void upgradeRefuses() {
    ByteKey aspect = deploy(0);
    assertEquals(
        "aspectId not specified", refusal(Method.UPGRADE, NOBODY, module(1), List.of(), number(0)));
    assertEquals(
        "code is empty", refusal(Method.UPGRADE, aspect, new byte[0], List.of(), number(0)));
    assertEquals(
        "bulk memory support is not enabled",
        refusal(Method.UPGRADE, aspect, new byte[] {(byte) INVALID}, List.of(), number(0)));
    assertEquals(
        "aspect not deployed",
        refusal(Method.UPGRADE, address(1), module(1), List.of(), number(0)));
    assertEquals(1, deployed().latestVersion(aspect));
  }
}
