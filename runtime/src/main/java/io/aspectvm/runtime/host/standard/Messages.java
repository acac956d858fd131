package io.aspectvm.runtime.host.standard;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.aspectvm.runtime.host.HostError;

/** Decodes the messages that guests send. */
final class Messages {

  private Messages() {}

  /**
   * Decodes a message.
   *
   * @throws HostError if the bytes are no such message, or a required field is missing
   */
  static <T> T decode(Parser<T> parser, byte[] bytes, String name) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new HostError("failed to unmarshal " + name, e);
    }
  }
}
