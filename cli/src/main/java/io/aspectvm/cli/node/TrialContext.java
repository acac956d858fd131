package io.aspectvm.cli.node;

import com.google.protobuf.Message;
import io.aspectvm.cli.node.JoinPointTrial.Settings;
import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.context.CallView;
import io.aspectvm.runtime.host.context.MessageView;
import io.aspectvm.runtime.host.context.NodeRuntimeContext;
import io.aspectvm.runtime.host.context.ReceiptView;
import io.aspectvm.runtime.host.context.TransactionView;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import java.math.BigInteger;
import java.util.List;

/**
 * The runtime context that fits the message of a join point: block, transaction and call say what
 * it says; what it does not say is zero or empty.
 */
final class TrialContext {

  private static final ByteKey NO_BLOOM = ByteKey.of(new byte[256]);

  private final Message message;
  private final Settings settings;

  /**
   * @param message null for {@code isOwner}, which may not ask for anything
   */
  TrialContext(Message message, Settings settings) {
    this.message = message;
    this.settings = settings;
  }

  RuntimeContextSource source() {
    if (message == null) {
      return NodeRuntimeContext.builder().build();
    }
    RuntimeContextSource made = made();
    byte[] hash = bytes("tx", "hash");
    if (hash == null || hash.length != ByteKey.WORD_BYTES) {
      return made;
    }
    // That of a transaction which is made up would be another one than the message says.
    return (key, execution) ->
        key == RuntimeContextKey.TX_HASH ? ContextMessages.bytes(hash) : made.load(key, execution);
  }

  private NodeRuntimeContext made() {
    LocalChain chain = LocalChain.standard();
    LocalTransaction local =
        new LocalTransaction(
            sender(), receiver(), value(), callData(), 0, settings.gas(), BigInteger.ZERO);
    Transaction transaction = local.on(chain);
    return NodeRuntimeContext.builder()
        .block(chain.block(number("block", "number"), 0))
        .evm(chain.evm())
        .consensus(chain.consensus())
        .transaction(new TransactionView(transaction, local.from(), 0))
        .message(
            new MessageView(local.from(), local.to(), local.value(), local.data(), settings.gas()))
        .call(call())
        .receipt(new ReceiptView(number("receipt", "status"), List.of(), 0, 0, NO_BLOOM))
        .build();
  }

  private ByteKey sender() {
    if (settings.caller() != null) {
      return settings.caller();
    }
    return address(first(bytes("tx", "from"), bytes("call", "from")));
  }

  private ByteKey receiver() {
    return address(first(bytes("tx", "to"), bytes("call", "to")));
  }

  private byte[] callData() {
    return first(bytes("call_data"), bytes("call", "data"));
  }

  private BigInteger value() {
    return new BigInteger(1, first(bytes("call", "value"), new byte[0]));
  }

  private CallView call() {
    Object error = JoinPointTrial.field(message, "call", "error");
    return new CallView(
        number("call", "index"),
        bytes("call", "ret"),
        number("call", "gas"),
        error == null ? null : error.toString());
  }

  private byte[] bytes(String... path) {
    return JoinPointTrial.bytes(message, path);
  }

  private long number(String... path) {
    return JoinPointTrial.field(message, path) instanceof Long number ? number : 0;
  }

  private static byte[] first(byte[] one, byte[] other) {
    return one == null ? other == null ? new byte[0] : other : one;
  }

  private static ByteKey address(byte[] bytes) {
    return ByteKey.address(bytes);
  }
}
