package io.aspectvm.runtime.artefact;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** Every message that differs from one in a single field, at any depth. */
final class MessageChanges {

  private MessageChanges() {}

  /** Each with another value in one field, an element more, or an element less. */
  static List<Message> of(Message message) {
    List<Message> changed = new ArrayList<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        addRepeated(message, field, changed);
      } else {
        for (Object other : others(field, message.getField(field))) {
          changed.add(message.toBuilder().setField(field, other).build());
        }
      }
    }
    return changed;
  }

  private static void addRepeated(Message message, FieldDescriptor field, List<Message> changed) {
    int count = message.getRepeatedFieldCount(field);
    Message.Builder less = message.toBuilder().clearField(field);
    for (int i = 0; i < count; i++) {
      Object element = message.getRepeatedField(field, i);
      for (Object other : others(field, element)) {
        changed.add(message.toBuilder().setRepeatedField(field, i, other).build());
      }
      if (i + 1 < count) {
        less.addRepeatedField(field, element);
      }
    }
    if (count > 0) {
      changed.add(less.build());
    }
    Object more =
        field.getJavaType() == JavaType.MESSAGE
            ? message.toBuilder().newBuilderForField(field).build()
            : others(field, null).get(0);
    changed.add(message.toBuilder().addRepeatedField(field, more).build());
  }

  /** Other values for a field. */
  private static List<?> others(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case MESSAGE -> of((Message) value);
      case INT -> List.of(value == null ? 1 : (Integer) value + 1);
      case LONG -> List.of(value == null ? 1L : (Long) value + 1);
      case BOOLEAN -> List.of(!Boolean.TRUE.equals(value));
      case STRING -> List.of(value + "x");
      case BYTE_STRING -> List.of(((ByteString) value).concat(ByteString.copyFromUtf8("x")));
      case ENUM -> List.of(field.getEnumType().findValueByNumberCreatingIfUnknown(7));
      default -> throw new AssertionError(field);
    };
  }
}
