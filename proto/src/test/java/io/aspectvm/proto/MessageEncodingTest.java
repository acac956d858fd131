package io.aspectvm.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UninitializedMessageException;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.BoolData;
import io.aspectvm.proto.aspect.v2.BytesData;
import io.aspectvm.proto.aspect.v2.EthCallMessage;
import io.aspectvm.proto.aspect.v2.HostApiProto;
import io.aspectvm.proto.aspect.v2.IntArrayData;
import io.aspectvm.proto.aspect.v2.IntData;
import io.aspectvm.proto.aspect.v2.JoinpointInputProto;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreExecMessageInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import io.aspectvm.proto.aspect.v2.StaticCallResult;
import io.aspectvm.proto.aspect.v2.StringArrayData;
import io.aspectvm.proto.aspect.v2.StringData;
import io.aspectvm.proto.aspect.v2.UintData;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wire rules that guests rely on: bytes of known messages, presence, required fields,
 * repetition.
 */
class MessageEncodingTest {
  private static final HexFormat HEX = HexFormat.of();

  static Stream<Arguments> vectors() {
    return Stream.of(
        Arguments.of(UintData.newBuilder().setData(0).build(), "0800"),
        Arguments.of(UintData.newBuilder().setData(300).build(), "08ac02"),
        Arguments.of(UintData.newBuilder().setData(-1).build(), "08ffffffffffffffffff01"),
        Arguments.of(IntData.newBuilder().setData(-1).build(), "08ffffffffffffffffff01"),
        Arguments.of(BoolData.newBuilder().setData(false).build(), "0800"),
        Arguments.of(BoolData.newBuilder().setData(true).build(), "0801"),
        Arguments.of(BytesData.newBuilder().setData(ByteString.EMPTY).build(), "0a00"),
        Arguments.of(StringData.newBuilder().setData("ok").build(), "0a026f6b"),
        Arguments.of(IntArrayData.newBuilder().addData(1).addData(2).build(), "08010802"),
        Arguments.of(StringArrayData.getDefaultInstance(), ""),
        Arguments.of(
            StaticCallResult.newBuilder().setVmError("").setGasLeft(5).build(), "12001805"),
        Arguments.of(
            StaticCallResult.newBuilder().setRet(bytes("01")).setVmError("").setGasLeft(5).build(),
            "0a010112001805"),
        Arguments.of(
            PreContractCallInput.newBuilder()
                .setCall(
                    PreExecMessageInput.newBuilder()
                        .setFrom(ByteString.copyFrom(new byte[20]))
                        .setTo(bytes("066e91dfc5bcc92eb992dca2307fd373f4d6adbe"))
                        .setIndex(0)
                        .setData(
                            bytes(
                                "70a08231000000000000000000000000"
                                    + "e2af7c239b4f2800a2f742d406628b4fc4b8a0d4"))
                        .setValue(ByteString.EMPTY)
                        .setGas(24_978_580))
                .setBlock(BlockInput.newBuilder().setNumber(125_672))
                .build(),
            "0a5b0a1400000000000000000000000000000000000000001214066e91dfc5bcc92eb992dca2307fd373"
                + "f4d6adbe1800222470a08231000000000000000000000000e2af7c239b4f2800a2f742d406628b4f"
                + "c4b8a0d42a003094c9f40b120408e8d507"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void encodesAndDecodesVector(Message message, String hex) throws Exception {
    assertEquals(hex, HEX.formatHex(message.toByteArray()));
    assertEquals(message, message.getParserForType().parseFrom(HEX.parseHex(hex)));
  }

  static Stream<Arguments> requiredFields() {
    return messageTypes()
        .flatMap(type -> type.getFields().stream())
        .filter(FieldDescriptor::isRequired)
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("requiredFields")
  void missingRequiredFieldFailsBothWays(FieldDescriptor field) {
    Message.Builder builder = full(field.getContainingType()).toBuilder().clearField(field);
    assertThrows(UninitializedMessageException.class, builder::build);
    byte[] incomplete = builder.buildPartial().toByteArray();
    assertThrows(
        InvalidProtocolBufferException.class,
        () -> DynamicMessage.parseFrom(field.getContainingType(), incomplete));
  }

  static Stream<Descriptor> messageTypes() {
    return Stream.of(JoinpointInputProto.getDescriptor(), HostApiProto.getDescriptor())
        .flatMap(file -> file.getMessageTypes().stream());
  }

  @ParameterizedTest
  @MethodSource("messageTypes")
  void fieldSetToItsDefaultIsWritten(Descriptor type) throws Exception {
    Message message = full(type);
    Message decoded = DynamicMessage.parseFrom(type, message.toByteArray());
    assertEquals(message, decoded);
    for (FieldDescriptor field : type.getFields()) {
      if (field.isRepeated()) {
        assertEquals(1, decoded.getRepeatedFieldCount(field), field.getFullName());
      } else {
        assertTrue(decoded.hasField(field), field.getFullName());
      }
    }
  }

  @Test
  void missingRequiredFieldOfSubMessageFailsBothWays() {
    PreTxExecuteInput.Builder builder =
        PreTxExecuteInput.newBuilder()
            .setTx(WithFromTxInput.newBuilder().setHash(bytes("aa")).buildPartial())
            .setBlock(BlockInput.newBuilder().setNumber(1));
    assertThrows(UninitializedMessageException.class, builder::build);
    byte[] incomplete = builder.buildPartial().toByteArray();
    assertThrows(
        InvalidProtocolBufferException.class, () -> PreTxExecuteInput.parseFrom(incomplete));
  }

  @Test
  void absentAndEmptyDiffer() throws Exception {
    StaticCallResult absent = StaticCallResult.parseFrom(HEX.parseHex("1805"));
    assertFalse(absent.hasRet());
    assertFalse(absent.hasVmError());
    StaticCallResult empty = StaticCallResult.parseFrom(HEX.parseHex("0a0012001805"));
    assertTrue(empty.hasRet());
    assertTrue(empty.hasVmError());
    assertEquals("0a0012001805", HEX.formatHex(empty.toByteArray()));
    StaticCallRequest noGas = StaticCallRequest.parseFrom(HEX.parseHex("12001a00"));
    assertFalse(noGas.hasGas());
    StaticCallRequest zeroGas = StaticCallRequest.parseFrom(HEX.parseHex("12001a002000"));
    assertTrue(zeroGas.hasGas());
  }

  @Test
  void packedNumbersAreAcceptedButNeverWritten() throws Exception {
    IntArrayData packed = IntArrayData.parseFrom(HEX.parseHex("0a020102"));
    assertEquals(List.of(1L, 2L), packed.getDataList());
    assertEquals("08010802", HEX.formatHex(packed.toByteArray()));
    EthCallMessage call =
        EthCallMessage.newBuilder()
            .setFrom(ByteString.EMPTY)
            .setGas(0)
            .setValue(ByteString.EMPTY)
            .setIndex(0)
            .addChildrenIndices(3)
            .addChildrenIndices(4)
            .build();
    assertTrue(HEX.formatHex(call.toByteArray()).endsWith("48005803" + "5804"));
  }

  @Test
  void lastScalarWinsAndSubMessagesMerge() throws Exception {
    assertEquals(2, UintData.parseFrom(HEX.parseHex("08010802")).getData());
    PreTxExecuteInput merged =
        PreTxExecuteInput.parseFrom(HEX.parseHex("0a030a01aa" + "0a0612011a1a01bb" + "12020807"));
    assertEquals(bytes("aa"), merged.getTx().getHash());
    assertEquals(bytes("1a"), merged.getTx().getTo());
    assertEquals(bytes("bb"), merged.getTx().getFrom());
  }

  @Test
  void fieldsMayComeInAnyOrderAndUnknownOnesAreSkipped() throws Exception {
    StaticCallResult result = StaticCallResult.parseFrom(HEX.parseHex("18057a01ff0a0101"));
    assertEquals(5, result.getGasLeft());
    assertEquals(bytes("01"), result.getRet());
  }

  /** Strings are byte strings: what is not UTF-8 must come out as it went in. */
  @Test
  void stringsKeepBytesThatAreNotUtf8() throws Exception {
    byte[] encoded = HEX.parseHex("0a02c328");
    StringData message = StringData.parseFrom(encoded);
    assertEquals(bytes("c328"), message.getDataBytes());
    message.getData();
    assertArrayEquals(encoded, message.toByteArray());
  }

  @Test
  void truncatedEncodingIsRefused() {
    for (String hex : List.of("08", "08ff", "0a0101120018", "0a02", "0a0201")) {
      assertThrows(
          InvalidProtocolBufferException.class,
          () -> StaticCallResult.parseFrom(HEX.parseHex(hex)),
          hex);
    }
  }

  /** A message with every field set, to its default; repeated ones once. */
  private static Message full(Descriptor type) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      Object value = message ? full(field.getMessageType()) : scalarDefault(field);
      if (field.isRepeated()) {
        builder.addRepeatedField(field, value);
      } else {
        builder.setField(field, value);
      }
    }
    return builder.build();
  }

  private static Object scalarDefault(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case LONG -> 0L;
      case BOOLEAN -> false;
      case STRING -> "";
      case BYTE_STRING -> ByteString.EMPTY;
      default -> throw new AssertionError("no field of this set has the type " + field.getType());
    };
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HEX.parseHex(hex));
  }
}
