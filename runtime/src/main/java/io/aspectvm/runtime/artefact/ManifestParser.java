package io.aspectvm.runtime.artefact;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.Digests;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Decodes a manifest that nobody vouches for. Two bytes are enough for a message that takes thirty
 * times as much in memory, so the messages are counted before any is made. Not thread-safe.
 */
final class ManifestParser {

  private static final int FORMAT_TAG = Manifest.FORMAT_FIELD_NUMBER << 3;

  private final int maximumMessages;
  private int messages;

  /**
   * A parser for one manifest.
   *
   * @param maximumMessages messages in it, at all levels
   */
  ManifestParser(int maximumMessages) {
    this.maximumMessages = maximumMessages;
  }

  /**
   * The manifest.
   *
   * @throws ArtefactException damaged, if this is not the canonical encoding of a manifest, or too
   *     large
   */
  Manifest parse(byte[] encoded) {
    Manifest manifest;
    try {
      count(CodedInputStream.newInstance(encoded), Manifest.getDescriptor());
      manifest = Manifest.parseFrom(encoded);
    } catch (IOException e) {
      throw new ArtefactException(Kind.DAMAGED, "the manifest does not parse", e);
    }
    if (!Arrays.equals(encoded, Digests.canonical(manifest))) {
      throw new ArtefactException(Kind.DAMAGED, "the manifest is not in its canonical encoding");
    }
    return manifest;
  }

  /**
   * The manifest's own format, which stands at its beginning in all of them; empty where there is
   * none. Whatever comes behind it may be damaged.
   */
  static OptionalInt format(byte[] encoded) {
    CodedInputStream in = CodedInputStream.newInstance(encoded);
    try {
      return in.readTag() == FORMAT_TAG ? OptionalInt.of(in.readUInt32()) : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Descends no deeper than the types of messages contain each other, which is a few levels. */
  private void count(CodedInputStream in, Descriptor type) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null || WireFormat.getTagWireType(tag) != wireType(field)) {
        throw new ArtefactException(Kind.DAMAGED, "the manifest has an unknown field");
      }
      if (field.getJavaType() != JavaType.MESSAGE) {
        in.skipField(tag);
        continue;
      }
      messages++;
      if (messages > maximumMessages) {
        throw new ArtefactException(
            Kind.TOO_LARGE, "a manifest of more than " + maximumMessages + " messages");
      }
      int outer = in.pushLimit(in.readRawVarint32());
      count(in, field.getMessageType());
      in.popLimit(outer);
    }
  }

  private static int wireType(FieldDescriptor field) {
    return field.isPacked()
        ? WireFormat.WIRETYPE_LENGTH_DELIMITED
        : field.getLiteType().getWireType();
  }
}
