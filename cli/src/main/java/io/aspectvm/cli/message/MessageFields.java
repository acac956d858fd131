package io.aspectvm.cli.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aspectvm.cli.document.DocumentNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fills a protobuf message from an object with the same field names, bytes as {@code 0x} and hex.
 * (Protobuf's own JSON has bytes in base 64, and says of neither unknown nor missing fields where.)
 */
public final class MessageFields {

  private MessageFields() {}

  /**
   * Sets every field of {@code object}, under its name in the messages or, as in protobuf's own
   * JSON, in camel case.
   *
   * @throws io.aspectvm.cli.document.DocumentException if a field is unknown, a required one is
   *     missing, or a value does not fit
   */
  public static void read(DocumentNode object, Message.Builder message) {
    List<FieldDescriptor> known = message.getDescriptorForType().getFields();
    object.allow(known.stream().flatMap(MessageFields::names).toList());
    for (FieldDescriptor field : known) {
      Optional<DocumentNode> node = find(object, field);
      if (node.isPresent()) {
        read(node.get(), field, message);
      } else if (field.isRequired() && !message.hasField(field)) {
        throw object.wrong("field '" + field.getName() + "' is missing");
      }
    }
  }

  /** Its name in the messages and, where that is another one, in protobuf's JSON. */
  private static Stream<String> names(FieldDescriptor field) {
    return Stream.of(field.getName(), field.getJsonName()).distinct();
  }

  private static Optional<DocumentNode> find(DocumentNode object, FieldDescriptor field) {
    List<DocumentNode> found = names(field).flatMap(name -> object.find(name).stream()).toList();
    if (found.size() > 1) {
      throw found.get(1).wrong("this is '" + field.getName() + "' once more");
    }
    return found.stream().findFirst();
  }

  private static void read(DocumentNode node, FieldDescriptor field, Message.Builder message) {
    if (field.isRepeated()) {
      for (DocumentNode element : node.elements()) {
        message.addRepeatedField(field, value(element, field, message));
      }
    } else {
      message.setField(field, value(node, field, message));
    }
  }

  private static Object value(DocumentNode node, FieldDescriptor field, Message.Builder message) {
    return switch (field.getType()) {
      case BYTES -> ByteString.copyFrom(bytes(node));
      case UINT64 -> node.uint64();
      case INT64 -> node.between(Long.MIN_VALUE, Long.MAX_VALUE);
      case BOOL -> node.flag();
      case STRING -> node.text();
      case MESSAGE -> {
        Message.Builder inner = message.newBuilderForField(field);
        if (!field.isRepeated()) { // What is set already need not be said.
          inner.mergeFrom((Message) message.getField(field));
        }
        read(node, inner);
        yield inner.build();
      }
      default -> throw new IllegalArgumentException("field of type " + field.getType());
    };
  }

  /** Bytes in hex after {@code 0x}. */
  public static byte[] bytes(DocumentNode node) {
    String text = node.text();
    if (text.startsWith("0x")) {
      try {
        return HexFormat.of().parseHex(text, 2, text.length());
      } catch (IllegalArgumentException e) {
        throw node.wrong("'" + text + "' is not 0x and pairs of hex digits");
      }
    }
    throw node.wrong("'" + text + "' does not begin with 0x");
  }
}
