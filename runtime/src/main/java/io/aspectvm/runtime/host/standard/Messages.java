package io.aspectvm.runtime.host.standard;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.aspectvm.runtime.host.HostError;

/** Decodes the messages that guests send. */
final class Messages {

  private Messages() {}

  /**
   * Decodes a message.
   *
   * @param type any message of the type
   * @param name for the error's text
   * @throws HostError if the bytes are no such message, or a required field is missing
   */
  @SuppressWarnings("unchecked") // A message's parser parses messages of its own class.
  static <T extends Message> T decode(T type, byte[] bytes, String name) {
    try {
      byte[] checked = MessageWire.knownFields(bytes, type.getDescriptorForType());
      return (T) type.getParserForType().parseFrom(checked);
    } catch (InvalidProtocolBufferException | HostError e) {
      throw new HostError("failed to unmarshal " + name, e);
    }
  }
}
