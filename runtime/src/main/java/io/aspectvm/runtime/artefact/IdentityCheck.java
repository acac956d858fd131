package io.aspectvm.runtime.artefact;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Whether an artefact is made of what its user expects. */
final class IdentityCheck {

  private static final int LONGEST_TEXT = 80;

  private IdentityCheck() {}

  /**
   * Compares identities.
   *
   * @param expected only the fields set here are looked at
   * @throws ArtefactException stale, naming the first field that differs
   */
  static void check(Identity actual, Identity expected) {
    for (Map.Entry<FieldDescriptor, Object> field : expected.getAllFields().entrySet()) {
      Object value = actual.getField(field.getKey());
      if (!value.equals(field.getValue())) {
        throw new ArtefactException(
            Kind.STALE,
            String.format(
                Locale.ROOT,
                "%s is %s, expected %s",
                field.getKey().getName(),
                text(value),
                text(field.getValue())));
      }
    }
  }

  private static String text(Object value) {
    if (value instanceof ByteString) {
      return HexFormat.of().formatHex(((ByteString) value).toByteArray());
    }
    String text = String.valueOf(value).replaceAll("[^ -~]", "?");
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
  }
}
