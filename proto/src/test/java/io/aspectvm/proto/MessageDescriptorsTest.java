package io.aspectvm.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.aspectvm.proto.aspect.v2.HostApiProto;
import io.aspectvm.proto.aspect.v2.JoinpointInputProto;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares every message and field with the reference's, kept in {@code messages.txt}: a changed
 * number, type or label would be another wire format.
 */
class MessageDescriptorsTest {
  private static final List<FileDescriptor> FILES =
      List.of(JoinpointInputProto.getDescriptor(), HostApiProto.getDescriptor());

  @Test
  void everyFieldIsTheReferences() throws IOException {
    List<String> expected = expectedFields();
    assertEquals(123, expected.size());
    assertEquals(new TreeSet<>(expected), new TreeSet<>(fields().map(this::line).toList()));
  }

  @Test
  void thereAre44Messages() {
    assertEquals(44, messages().count());
    assertEquals(44, messages().map(Descriptor::getName).distinct().count());
  }

  @Test
  void messagesAreNeitherNestedNorExtensible() {
    messages()
        .forEach(
            message -> {
              assertEquals(List.of(), message.getNestedTypes(), message.getName());
              assertEquals(List.of(), message.getEnumTypes(), message.getName());
              assertFalse(message.isExtendable(), message.getName());
            });
  }

  @Test
  void noFieldIsPacked() {
    fields().forEach(field -> assertFalse(field.isPacked(), field.getFullName()));
  }

  @Test
  void filesAreProto2OfThePackage() {
    for (FileDescriptor file : FILES) {
      assertEquals("aspect.v2", file.getPackage());
      assertEquals("", file.toProto().getSyntax(), "proto2 is the absence of a syntax");
      assertEquals("io.aspectvm.proto.aspect.v2", file.getOptions().getJavaPackage());
    }
  }

  private String line(FieldDescriptor field) {
    String type =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            ? field.getMessageType().getName()
            : lowerCase(field.getType().name());
    String label = lowerCase(field.toProto().getLabel().name().substring("LABEL_".length()));
    return String.join(
        " ",
        field.getContainingType().getName(),
        Integer.toString(field.getNumber()),
        field.getName(),
        type,
        label,
        firstByte(field));
  }

  /** The tag as the encoder would write it, in hex; one byte for all fields of this set. */
  private static String firstByte(FieldDescriptor field) {
    assertEquals(1, CodedOutputStream.computeTagSize(field.getNumber()), field.getFullName());
    int wireType = field.getLiteType().getWireType();
    return String.format(Locale.ROOT, "%02x", field.getNumber() << 3 | wireType);
  }

  private static Stream<Descriptor> messages() {
    return FILES.stream().flatMap(file -> file.getMessageTypes().stream());
  }

  private static Stream<FieldDescriptor> fields() {
    return messages().flatMap(message -> message.getFields().stream());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> expectedFields() throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                MessageDescriptorsTest.class.getResourceAsStream("messages.txt"),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          lines.add(line);
        }
      }
    }
    return lines;
  }
}
