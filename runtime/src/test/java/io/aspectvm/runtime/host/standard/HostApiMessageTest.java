package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.Bn256PairingInput;
import io.aspectvm.proto.aspect.v2.Bn256ScalarMulInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.JitInherentRequest;
import io.aspectvm.proto.aspect.v2.StateChangeQuery;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.HostFunctionCaller.Ended;
import io.aspectvm.runtime.testing.ScriptedEvm;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed messages to every host function that takes one: an error, or the same result as without
 * the oddity; never an exception of Java, and all gas but what the function used is there.
 */
class HostApiMessageTest {

  /** A host function, and a message that it accepts. */
  record Target(String module, String field, Message message) {
    @Override
    public String toString() {
      return field;
    }
  }

  static List<Target> targets() {
    ByteString word = ByteString.copyFrom(new byte[32]);
    G1 infinity = G1.newBuilder().setX(word).setY(word).build();
    return List.of(
        new Target(
            "evm-call-api",
            "__EvmCallApi__.staticCall",
            StaticCallRequest.newBuilder()
                .setFrom(ByteString.copyFrom(new byte[20]))
                .setTo(ByteString.copyFrom(new byte[20]))
                .setData(ByteString.EMPTY)
                .setGas(0)
                .build()),
        new Target(
            "evm-call-api",
            "__EvmCallApi__.jitCall",
            JitInherentRequest.newBuilder()
                .setSender(ByteString.copyFrom(new byte[20]))
                .setNonce(300)
                .setNonceKey(ByteString.EMPTY)
                .setInitCode(ByteString.EMPTY)
                .setCallData(ByteString.copyFrom(new byte[4]))
                .setCallGasLimit(0)
                .setVerificationGasLimit(0)
                .setPaymasterAndData(ByteString.EMPTY)
                .build()),
        new Target(
            "trace-api",
            "__TraceApi__.queryStateChange",
            StateChangeQuery.newBuilder()
                .setAccount(ByteString.copyFrom(new byte[20]))
                .setStateVarName("name")
                .addIndices(ByteString.copyFromUtf8("i"))
                .build()),
        new Target(
            "crypto-api",
            "__CryptoApi__.ecRecover",
            EcRecoverInput.newBuilder().setHash(word).setV(word).setR(word).setS(word).build()),
        new Target(
            "crypto-api",
            "__CryptoApi__.bn256Add",
            Bn256AddInput.newBuilder().setA(infinity).setB(infinity).build()),
        new Target(
            "crypto-api",
            "__CryptoApi__.bn256ScalarMul",
            Bn256ScalarMulInput.newBuilder().setA(infinity).setScalar(word).build()),
        new Target(
            "crypto-api", "__CryptoApi__.bn256Pairing", Bn256PairingInput.getDefaultInstance()),
        new Target(
            "crypto-api",
            "__CryptoApi__.blake2F",
            Blake2FInput.newBuilder()
                .setH(ByteString.copyFrom(new byte[64]))
                .setM(ByteString.copyFrom(new byte[128]))
                .setT(ByteString.copyFrom(new byte[16]))
                .setFinal(true)
                .setRounds(ByteString.copyFrom(new byte[4]))
                .build()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void truncatedMessages(Target target) {
    byte[] whole = target.message().toByteArray();
    assertNull(call(target, whole).thrown());
    for (int length = 0; length < whole.length; length++) {
      typed(target, Arrays.copyOf(whole, length));
    }
    for (int length = 1; length < whole.length && length < 20; length++) {
      if (target.message().getAllFields().size() > 1) {
        refused(target, Arrays.copyOf(whole, length));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void missingRequiredFields(Target target) {
    for (FieldDescriptor field : target.message().getDescriptorForType().getFields()) {
      if (field.isRequired()) {
        Message missing = target.message().toBuilder().clearField(field).buildPartial();
        refused(target, missing.toByteArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void malformedTails(Target target) {
    for (String tail :
        new String[] {
          "0a", // No length.
          "0affffffff07", // 2 GB.
          "0affffffffffffffffff01", // -1
          "0a8080808010", // 2^32, whose low 32 bits are 0.
          "0a80808080808080808002", // More than 64 bits.
          "0bffff", // A group that does not end.
          "0c", // A group that did not begin.
          "7b84017c", // Groups crossed.
          "0e", // Wire types 6 and 7.
          "0f",
          "0000", // Field 0.
          "02",
          "808080808001", // A tag of more than 32 bits.
          "8a8080808000" + "8a80808010", // Overlong tag; field number 2^29 + 1.
          "ffffffffffffffffff7f", // A varint without end.
          "79", // Fixed numbers that are cut.
          "7d000000"
        }) {
      refused(target, withTail(target, tail));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void unknownFieldsAreSkipped(Target target) {
    String expected = result(target, target.message().toByteArray());
    for (String tail :
        new String[] {
          "f80101", // Field 31 of each wire type.
          "f901" + "00".repeat(8),
          "fa0103616263",
          "fb01fc01",
          "fb010801f90111111111111111111a00fc01",
          "fd01" + "00".repeat(4),
          "f8ffffff0f01", // The largest field number.
          "fb01".repeat(5_000) + "fc01".repeat(5_000),
          "7b".repeat(10_001) + "7c".repeat(10_001),
        }) {
      assertEquals(expected, result(target, withTail(target, tail)), tail.substring(0, 4));
    }
    refused(target, withTail(target, "7b".repeat(10_002) + "7c".repeat(10_002)));
    refused(target, withTail(target, "7b".repeat(100_000)));
  }

  /** A field of the wrong wire type is unknown, and so missing if it is required. */
  @ParameterizedTest
  @MethodSource("targets")
  void fieldsOfTheWrongWireTypeAreUnknown(Target target) {
    String expected = result(target, target.message().toByteArray());
    for (FieldDescriptor field : target.message().getDescriptorForType().getFields()) {
      boolean varint =
          !field.isRepeated()
              && field.getJavaType() != FieldDescriptor.JavaType.BYTE_STRING
              && field.getJavaType() != FieldDescriptor.JavaType.STRING
              && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
      int tag = field.getNumber() << 3;
      String wrong = varint ? hex(tag | 2) + "00" : hex(tag) + "05";
      assertEquals(expected, result(target, withTail(target, wrong)), field.getName());
      assertEquals(
          expected, result(target, withTail(target, hex(tag | 5) + "00000000")), field.getName());
      if (field.isRequired()) {
        Message missing = target.message().toBuilder().clearField(field).buildPartial();
        refused(target, join(missing.toByteArray(), wrong));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theLastOfSeveralCountsAndOrderDoesNot(Target target) {
    if (target.message().getAllFields().isEmpty()) {
      return;
    }
    String expected = result(target, target.message().toByteArray());
    byte[] once = target.message().toByteArray();
    if (target.message().getAllFields().keySet().stream().noneMatch(FieldDescriptor::isRepeated)) {
      assertEquals(expected, result(target, join(once, hex(once))));
    }
    StringBuilder reversed = new StringBuilder();
    target
        .message()
        .getAllFields()
        .forEach(
            (field, value) ->
                reversed.insert(
                    0,
                    hex(
                        target
                            .message()
                            .newBuilderForType()
                            .setField(field, value)
                            .buildPartial()
                            .toByteArray())));
    assertEquals(expected, result(target, HexFormat.of().parseHex(reversed)));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void randomChanges(Target target) {
    Random random = new Random(28);
    byte[] whole = target.message().toByteArray();
    for (int round = 0; round < 1_000; round++) {
      byte[] changed = Arrays.copyOf(whole, Math.max(1, whole.length + random.nextInt(9) - 4));
      for (int i = random.nextInt(4); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      if (target.field().endsWith("blake2F")) {
        Arrays.fill(changed, Math.max(0, changed.length - 4), changed.length, (byte) 0); // Rounds.
      }
      typed(target, changed);
    }
  }

  private static String result(Target target, byte[] message) {
    Ended ended = call(target, message);
    assertNull(ended.thrown(), target::toString);
    return hex(((Bytes) ended.value()).value());
  }

  /** Expects that the message does not decode: an error, without any use of gas. */
  private static void refused(Target target, byte[] message) {
    Ended ended = typed(target, message);
    assertInstanceOf(Trap.class, ended.thrown(), () -> target + " took " + hex(message));
    String text = ended.thrown().getCause().getMessage();
    assertTrue(text.startsWith("failed to unmarshal "), () -> target + " " + text);
    ended.gasLeft(HostFunctionCaller.GAS);
  }

  /** Expects a value, an error or a crash, whichever. */
  private static Ended typed(Target target, byte[] message) {
    Ended ended = call(target, message);
    if (ended.thrown() instanceof Trap trap) {
      assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind());
    } else if (ended.thrown() instanceof GuestCrash crash) {
      assertNull(crash.getCause(), () -> target + " failed unforeseen on " + hex(message));
    }
    assertTrue(ended.gasLeft() >= 0 && ended.gasLeft() <= HostFunctionCaller.GAS);
    return ended;
  }

  private static Ended call(Target target, byte[] message) {
    ScriptedEvm evm = new ScriptedEvm();
    for (int i = 0; i < 2; i++) {
      evm.answer(call -> EvmResult.success(new byte[] {1}, call.gas()));
    }
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(JoinPoint.PRE_CONTRACT_CALL)
            .services(
                HostServices.builder()
                    .with(EvmCalls.class, evm)
                    .with(StateChanges.class, StateChanges.NONE)
                    .build())
            .build();
    return HostFunctionCaller.run(
        context,
        HostFunctionCaller.GAS,
        ImportPrice.FREE,
        target.module(),
        target.field(),
        new Bytes(message));
  }

  private static byte[] withTail(Target target, String tail) {
    return join(target.message().toByteArray(), tail);
  }

  private static byte[] join(byte[] message, String tail) {
    byte[] more = HexFormat.of().parseHex(tail);
    byte[] joined = Arrays.copyOf(message, message.length + more.length);
    System.arraycopy(more, 0, joined, message.length, more.length);
    return joined;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String hex(int octet) {
    return HexFormat.of().toHexDigits((byte) octet);
  }
}
