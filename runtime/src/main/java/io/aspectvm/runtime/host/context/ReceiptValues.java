package io.aspectvm.runtime.host.context;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.EthLog;
import io.aspectvm.proto.aspect.v2.EthLogs;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;

/** The keys {@code receipt.*}. */
final class ReceiptValues {

  private final ReceiptView receipt;
  private final NodeRuntimeContext node;

  ReceiptValues(ReceiptView receipt, NodeRuntimeContext node) {
    this.receipt = receipt;
    this.node = node;
  }

  byte[] load(RuntimeContextKey key) {
    return switch (key) {
      case RECEIPT_STATUS -> ContextMessages.uint(receipt.status());
      case RECEIPT_LOGS -> logs();
      case RECEIPT_GAS_USED -> ContextMessages.uint(receipt.gasUsed());
      case RECEIPT_CUMULATIVE_GAS_USED -> ContextMessages.uint(receipt.cumulativeGasUsed());
      case RECEIPT_BLOOM -> ContextMessages.bytes(receipt.bloom().bytes());
      default -> null;
    };
  }

  private byte[] logs() {
    EthLogs.Builder message = EthLogs.newBuilder();
    for (LogView log : receipt.logs()) {
      EthLog.Builder entry =
          message
              .addLogsBuilder()
              .setAddress(ByteString.copyFrom(log.address().bytes()))
              .setData(ByteString.copyFrom(node.orEmpty(log.data())))
              .setIndex(log.index());
      for (ByteKey topic : log.topics()) {
        entry.addTopics(ByteString.copyFrom(topic.bytes()));
      }
    }
    return message.build().toByteArray();
  }
}
