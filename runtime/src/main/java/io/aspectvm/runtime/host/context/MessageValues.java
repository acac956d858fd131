package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;

/** The keys {@code msg.*}: the transaction's message, and of the current call index and result. */
final class MessageValues {

  private final MessageView message;
  private final NodeRuntimeContext node;

  MessageValues(MessageView message, NodeRuntimeContext node) {
    this.message = message;
    this.node = node;
  }

  byte[] load(RuntimeContextKey key) {
    return switch (key) {
      case MSG_FROM -> ContextMessages.bytes(message.from().bytes());
      case MSG_TO -> ContextMessages.bytes(node.present("msg.to", message.to()).bytes());
      case MSG_VALUE -> ContextMessages.number(message.value());
      case MSG_INPUT -> node.bytes(message.input());
      case MSG_GAS -> ContextMessages.uint(message.gasLimit());
      case MSG_INDEX -> ContextMessages.uint(node.call().index());
      case MSG_RESULT_RET -> returnData(node.call());
      // Wraps around where the call has more gas than the message had.
      case MSG_RESULT_GAS_USED -> ContextMessages.uint(message.gasLimit() - node.call().gasLeft());
      case MSG_RESULT_ERROR -> error(node.call());
      default -> null;
    };
  }

  /** No data is empty here, even for a node that is strict. */
  private static byte[] returnData(CallView call) {
    return ContextMessages.bytes(call.returnData() == null ? new byte[0] : call.returnData());
  }

  private static byte[] error(CallView call) {
    return ContextMessages.string(call.error() == null ? "" : call.error());
  }
}
