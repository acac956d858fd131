package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BoolData;
import io.aspectvm.proto.aspect.v2.BytesData;
import io.aspectvm.proto.aspect.v2.IntData;
import io.aspectvm.proto.aspect.v2.StringData;
import io.aspectvm.proto.aspect.v2.UintData;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextMessagesTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 300, 1L << 35, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void numbersAreAsProtobufWritesThem(long value) {
    byte[] message = ContextMessages.uint(value);
    assertArrayEquals(UintData.newBuilder().setData(value).build().toByteArray(), message);
    assertArrayEquals(IntData.newBuilder().setData(value).build().toByteArray(), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 40_000})
  void bytesAreAsProtobufWritesThem(int length) {
    byte[] value = new byte[length];
    assertArrayEquals(
        BytesData.newBuilder().setData(ByteString.copyFrom(value)).build().toByteArray(),
        ContextMessages.bytes(value));
  }

  @Test
  void smallMessagesAreAsInTheVectors() {
    assertEquals("0a00", hex(ContextMessages.bytes(new byte[0])));
    assertEquals("0a026f6b", hex(ContextMessages.string("ok")));
    assertEquals("0800", hex(ContextMessages.bool(false)));
    assertEquals("0801", hex(ContextMessages.bool(true)));
    assertArrayEquals(
        BoolData.newBuilder().setData(false).build().toByteArray(), ContextMessages.bool(false));
    assertArrayEquals(
        StringData.newBuilder().setData("z\u00FC").build().toByteArray(),
        ContextMessages.string("z\u00FC"));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
