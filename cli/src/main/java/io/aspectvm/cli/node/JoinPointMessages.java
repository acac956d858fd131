package io.aspectvm.cli.node;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.message.MessageFields;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.JoinPointInput;
import java.util.OptionalLong;

/** The message of each join point. */
final class JoinPointMessages {

  private static final String BLOCK = "block";

  private JoinPointMessages() {}

  /**
   * Reads a message.
   *
   * @param block replaces the number in the message, which then need not have one
   */
  static Message read(JoinPoint joinPoint, DocumentNode object, OptionalLong block) {
    Message.Builder message = builder(joinPoint);
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(BLOCK);
    BlockInput number = BlockInput.newBuilder().setNumber(block.orElse(0)).build();
    if (block.isPresent()) {
      message.setField(field, number);
    }
    MessageFields.read(object, message);
    if (block.isPresent()) {
      message.setField(field, number);
    }
    return message.build();
  }

  private static Message.Builder builder(JoinPoint joinPoint) {
    return switch (joinPoint) {
      case VERIFY_TX -> TxVerifyInput.newBuilder();
      case PRE_TX_EXECUTE -> PreTxExecuteInput.newBuilder();
      case PRE_CONTRACT_CALL -> PreContractCallInput.newBuilder();
      case POST_CONTRACT_CALL -> PostContractCallInput.newBuilder();
      case POST_TX_EXECUTE -> PostTxExecuteInput.newBuilder();
      case INIT -> InitInput.newBuilder();
      case OPERATION -> OperationInput.newBuilder();
      case IS_OWNER -> throw new IllegalArgumentException("isOwner has no message");
    };
  }

  static JoinPointInput input(Message message) {
    if (message instanceof TxVerifyInput input) {
      return JoinPointInput.of(input);
    }
    if (message instanceof PreTxExecuteInput input) {
      return JoinPointInput.of(input);
    }
    if (message instanceof PreContractCallInput input) {
      return JoinPointInput.of(input);
    }
    if (message instanceof PostContractCallInput input) {
      return JoinPointInput.of(input);
    }
    if (message instanceof PostTxExecuteInput input) {
      return JoinPointInput.of(input);
    }
    if (message instanceof InitInput input) {
      return JoinPointInput.of(input);
    }
    return JoinPointInput.of((OperationInput) message);
  }
}
