package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.proto.aspect.v2.IntArrayData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What decoding costs the node: most host functions have one price for messages of any size. */
class MessagesTest {

  private static final int FIELDS = 100_000;
  private static final int MOST_BYTES_FOR_A_BYTE = 10;

  private static final EcRecoverInput SIGNATURE =
      EcRecoverInput.newBuilder()
          .setHash(ByteString.EMPTY)
          .setV(ByteString.EMPTY)
          .setR(ByteString.EMPTY)
          .setS(ByteString.EMPTY)
          .build();

  /** Fields that no message has, each with a number of its own. */
  private static byte[] unknownFields() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
    for (int number = 100; number < 100 + FIELDS; number++) {
      fields.writeUInt32(number, 0);
    }
    fields.flush();
    return bytes.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }

  @Test
  void unknownFieldsTakeNoHeap() throws IOException {
    byte[] unknown = unknownFields();
    decodesWithinBounds(SIGNATURE, join(SIGNATURE.toByteArray(), unknown));

    G1 point = G1.newBuilder().setX(ByteString.EMPTY).setY(ByteString.EMPTY).build();
    Bn256AddInput points = Bn256AddInput.newBuilder().setA(point).setB(point).build();
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    CodedOutputStream field = CodedOutputStream.newInstance(inner);
    field.writeByteArray(1, unknown);
    field.flush();
    decodesWithinBounds(points, join(points.toByteArray(), inner.toByteArray()));
  }

  private static void decodesWithinBounds(Message expected, byte[] message) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertEquals(expected, Messages.decode(expected, message, "warm-up"));
    long before = threads.getCurrentThreadAllocatedBytes();
    Message decoded = Messages.decode(expected, message, "message");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(expected, decoded);
    assertTrue(allocated < (long) MOST_BYTES_FOR_A_BYTE * message.length, allocated + " bytes");
  }

  /** Messages, wire rules: a decoder accepts repeated numbers one by one and packed. */
  @Test
  void repeatedNumbersMayBePacked() {
    for (String hex : List.of("08010802", "0a020102", "08010a0102", "0a000a020102")) {
      byte[] message = HexFormat.of().parseHex(hex);
      IntArrayData decoded =
          Messages.decode(IntArrayData.getDefaultInstance(), message, "IntArrayData");
      assertEquals(List.of(1L, 2L), decoded.getDataList(), hex);
    }
  }
}
