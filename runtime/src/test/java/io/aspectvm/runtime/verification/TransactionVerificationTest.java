package io.aspectvm.runtime.verification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Guest;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.BoundScripts;
import io.aspectvm.runtime.joinpoint.BoundScripts.Bound;
import io.aspectvm.runtime.joinpoint.Inputs;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** join-points, section 7.3. */
class TransactionVerificationTest {

  private static final ByteKey VERIFIER = Inputs.address(0xAA);
  private static final ByteKey SENDER = Inputs.address(0x5E);
  private static final byte[] HASH = Inputs.address(0x11).bytes();
  private static final UnsignedTransaction TRANSACTION =
      UnsignedTransaction.of(HASH, Inputs.TO, VerificationPayloadTest.VECTOR);
  private static final Script NAMES_SENDER = guest -> guest.returns(new Bytes(SENDER.bytes()));

  private final BoundScripts node = new BoundScripts();

  @AfterEach
  void close() {
    node.close();
  }

  private VerificationResult verify(UnsignedTransaction transaction) {
    return new TransactionVerification(node.bindings(), node.aspects())
        .verify(transaction, Inputs.BLOCK_NUMBER, node.host());
  }

  private void bindVerifier(ByteKey account, Script script) {
    node.bind(account, VERIFIER, JoinPoint.VERIFY_TX, script);
  }

  private static void rejected(String text, VerificationResult result) {
    assertEquals(text, result.error());
    assertFalse(result.isVerified());
    assertNull(result.sender());
    assertEquals(0, result.callData().length);
  }

  @Test
  void theVerifierNamesTheSender() {
    List<byte[]> inputs = new ArrayList<>();
    bindVerifier(SENDER, NAMES_SENDER);
    bindVerifier(
        Inputs.TO,
        guest -> {
          inputs.add(guest.input());
          assertEquals(150_000_000, guest.context().wasmGasLeft());
          assertEquals(Inputs.BLOCK_NUMBER, guest.context().blockNumber());
          guest.spend(1_000);
          return NAMES_SENDER.run(guest);
        });
    VerificationResult result = verify(TRANSACTION);
    assertNull(result.error());
    assertEquals(SENDER, result.sender());
    assertArrayEquals(HexFormat.of().parseHex("a9059cbb"), result.callData());
    assertEquals(149_000, result.joinPoint().gasLeft());
    assertEquals(expectedInput(), HexFormat.of().formatHex(inputs.get(0)));
  }

  private static String expectedInput() {
    TxVerifyInput.Builder input = Inputs.verifyTx().toBuilder();
    input.getTxBuilder().setHash(ByteString.copyFrom(HASH));
    input.setValidationData(ByteString.copyFrom(new byte[] {1, 2, 3}));
    input.setCallData(ByteString.fromHex("a9059cbb"));
    return HexFormat.of().formatHex(input.build().toByteArray());
  }

  @Test
  void dataThatAreNoPayloadAreRejected() {
    bindVerifier(Inputs.TO, NAMES_SENDER);
    byte[] data = VerificationPayloadTest.data("00");
    rejected("invalid input data length", verify(UnsignedTransaction.of(HASH, Inputs.TO, data)));
    // ... before anything else.
    rejected("invalid input data length", verify(UnsignedTransaction.of(HASH, null, data)));
    assertEquals(List.of(), node.log());
  }

  @Test
  void creationsAreRejected() {
    rejected(
        "contract creation is not allowed",
        verify(UnsignedTransaction.of(HASH, null, VerificationPayloadTest.VECTOR)));
  }

  @ParameterizedTest
  @CsvSource({"0", "2", "3"})
  void thereMustBeOneVerifier(int verifiers) {
    node.bind(Inputs.TO, new Bound(Inputs.address(1), 1, 0, 30), NAMES_SENDER);
    for (int i = 0; i < verifiers; i++) {
      node.bind(Inputs.TO, Inputs.address(0x20 + i), JoinPoint.VERIFY_TX, NAMES_SENDER);
    }
    rejected("invalid number of contract verifiers: " + verifiers, verify(TRANSACTION));
    assertEquals(List.of(), node.log());
  }

  @Test
  void otherAspectsOfTheContractDoNotCount() {
    node.bind(Inputs.TO, new Bound(Inputs.address(1), 1, 0, 30), NAMES_SENDER);
    node.bind(Inputs.TO, new Bound(VERIFIER, 1, 0, 31), NAMES_SENDER);
    bindVerifier(SENDER, NAMES_SENDER);
    assertTrue(verify(TRANSACTION).isVerified());
    assertEquals(List.of("aa:verifyTx"), node.log());
  }

  @Test
  void unreadableBindingsReject() {
    node.unreadable(Inputs.TO);
    rejected("bindings of " + Inputs.TO, verify(TRANSACTION));
    bindVerifier(Inputs.TO, NAMES_SENDER);
    node.unreadable(SENDER);
    rejected("bindings of " + SENDER, verify(TRANSACTION));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("execution reverted", (Script) guest -> guest.revert("no").fails()),
        Arguments.of("out of gas", (Script) guest -> ScriptedAspect.SPIN),
        Arguments.of("memory out of bound", (Script) Guest::fails),
        Arguments.of(
            "read output failed, return value is not byte array", (Script) guest -> guest.method()),
        Arguments.of(
            "aspect execution crashed",
            (Script)
                guest -> {
                  throw new GuestCrash("boom");
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void anErrorOfTheVerifierRejects(String text, Script script) {
    bindVerifier(SENDER, NAMES_SENDER);
    bindVerifier(Inputs.TO, script);
    VerificationResult result = verify(TRANSACTION);
    rejected(text, result);
    assertEquals(text, result.joinPoint().error().text());
  }

  @Test
  void aVerifierWithoutCodeRejects() {
    node.bindUnloadable(Inputs.TO, new Bound(VERIFIER, 1, 0, 1));
    rejected("aspect execution crashed", verify(TRANSACTION));
  }

  /** What the verifier returns, and whom that means. */
  @ParameterizedTest
  @CsvSource({
    "5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e, 5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e",
    "ffff5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e, 5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e",
    "5e, 000000000000000000000000000000000000005e",
    "'', 0000000000000000000000000000000000000000",
  })
  void answersAreNormalised(String answer, String sender) {
    ByteKey account = ByteKey.of(HexFormat.of().parseHex(sender));
    bindVerifier(account, NAMES_SENDER);
    bindVerifier(Inputs.TO, guest -> guest.returns(new Bytes(HexFormat.of().parseHex(answer))));
    assertEquals(account, verify(TRANSACTION).sender());
  }

  @Test
  void noAnswerIsTheZeroAddress() {
    bindVerifier(Inputs.TO, guest -> 0);
    rejected("unable to verify tx with aspect", verify(TRANSACTION));
    bindVerifier(Inputs.address(0), guest -> 0);
    assertEquals(Inputs.address(0), verify(TRANSACTION).sender());
  }

  @Test
  void theSenderMustHaveBoundTheSameAspectAsVerifier() {
    bindVerifier(Inputs.TO, NAMES_SENDER);
    rejected("unable to verify tx with aspect", verify(TRANSACTION));
    // Another aspect.
    node.bind(SENDER, Inputs.address(0xAB), JoinPoint.VERIFY_TX, NAMES_SENDER);
    rejected("unable to verify tx with aspect", verify(TRANSACTION));
    // The same, but not as verifier.
    node.bind(SENDER, new Bound(VERIFIER, 1, 0, 30), NAMES_SENDER);
    rejected("unable to verify tx with aspect", verify(TRANSACTION));
    // In another version, among others.
    node.bind(SENDER, new Bound(VERIFIER, 9, 5, 1), NAMES_SENDER);
    assertEquals(SENDER, verify(TRANSACTION).sender());
    assertEquals(4, node.log().size(), "the sender's verifiers do not run");
  }
}
