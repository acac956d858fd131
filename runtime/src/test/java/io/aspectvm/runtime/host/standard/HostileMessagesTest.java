package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.aspectvm.proto.aspect.v2.Bn256AddInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.G1;
import io.aspectvm.runtime.host.HostError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that cost other decoders their stack or their heap (hazard H28, CWA-2024-001,
 * CVE-2024-7254, CVE-2022-3171, CVE-2022-3509, CVE-2022-3510, CVE-2021-22569).
 */
@Timeout(60)
class HostileMessagesTest {

  private static final EcRecoverInput SIGNATURE =
      EcRecoverInput.newBuilder()
          .setHash(bytes(1))
          .setV(bytes(2))
          .setR(bytes(3))
          .setS(bytes(4))
          .build();

  private static ByteString bytes(int value) {
    return ByteString.copyFrom(new byte[] {(byte) value});
  }

  private interface Content {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] encode(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static EcRecoverInput decode(byte[] message) {
    return Messages.decode(EcRecoverInput.getDefaultInstance(), message, "EcRecoverInput");
  }

  /** Groups of fields that no message has, in each other: refused from a depth on, at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50, 10_000, 1_000_000})
  void groupsInGroups(int depth) throws IOException {
    byte[] message =
        encode(
            out -> {
              out.writeRawBytes(SIGNATURE.toByteArray());
              for (int i = 0; i < depth; i++) {
                out.writeTag(100, 3);
              }
              for (int i = 0; i < depth; i++) {
                out.writeTag(100, 4);
              }
            });
    if (depth <= 10_000) {
      assertEquals(SIGNATURE, decode(message));
    } else {
      HostError refusal = assertThrows(HostError.class, () -> decode(message));
      assertEquals("failed to unmarshal EcRecoverInput", refusal.getMessage());
    }
  }

  /** Two messages in turn, a byte of each at a time: only the last of each field is left. */
  @Test
  void messagesInTurn() throws IOException {
    int turns = 200_000;
    byte[] message =
        encode(
            out -> {
              G1 whole = G1.newBuilder().setX(bytes(1)).setY(bytes(2)).build();
              out.writeMessage(1, whole);
              out.writeMessage(2, whole);
              for (int i = 0; i < turns; i++) {
                out.writeTag(1 + i % 2, 2);
                out.writeUInt32NoTag(3);
                out.writeBytes(1, bytes(i));
              }
            });
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Bn256AddInput decoded =
        Messages.decode(Bn256AddInput.getDefaultInstance(), message, "Bn256AddInput");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(bytes(turns - 2), decoded.getA().getX());
    assertEquals(bytes(turns - 1), decoded.getB().getX());
    assertEquals(bytes(2), decoded.getB().getY());
    assertTrue(allocated < 100L * message.length, allocated + " bytes for " + message.length);
  }

  /** The same field over and over, and each time another value. */
  @Test
  void oneFieldOverAndOver() throws IOException {
    byte[] message =
        encode(
            out -> {
              out.writeRawBytes(SIGNATURE.toByteArray());
              for (int i = 0; i < 300_000; i++) {
                out.writeBytes(1, bytes(i));
              }
            });
    assertEquals(SIGNATURE.toBuilder().setHash(bytes(299_999)).build(), decode(message));
  }

  /** Two gigabytes and more, in a few bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0affffffff07", // 2^31 - 1
        "0a8080808008", // 2^31
        "0affffffff0f", // 2^32 - 1
        "0affffffffffffffffff01", // -1
        "0aff0f", // more than there is
        "a206ffffffff0700", // of a field that no message has
      })
  void lengthsThatLie(String hex) {
    byte[] message = HexFormat.of().parseHex(hex);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThrows(HostError.class, () -> decode(message));
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(HostError.class, () -> decode(message));
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 100_000);
  }
}
