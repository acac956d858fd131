package io.aspectvm.runtime.joinpoint;

import com.google.protobuf.Message;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.host.JoinPoint;

/**
 * The message that aspects get at a join point, encoded once for all of them. Immutable.
 *
 * <p>A message may lack required fields ({@code buildPartial}): then it cannot be encoded, which is
 * the join point's own error and found when an aspect is about to run.
 */
public final class JoinPointInput {

  private final JoinPoint joinPoint;
  private final long blockNumber;
  private final Bytes encoded;
  private final String encodingError;

  private JoinPointInput(JoinPoint joinPoint, long blockNumber, Message message) {
    this.joinPoint = joinPoint;
    this.blockNumber = blockNumber;
    boolean complete = message.isInitialized();
    this.encoded = complete ? new Bytes(message.toByteArray()) : null;
    this.encodingError =
        complete
            ? null
            : "required fields not set: " + String.join(", ", message.findInitializationErrors());
  }

  public static JoinPointInput of(TxVerifyInput input) {
    return new JoinPointInput(JoinPoint.VERIFY_TX, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(PreTxExecuteInput input) {
    return new JoinPointInput(JoinPoint.PRE_TX_EXECUTE, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(PreContractCallInput input) {
    return new JoinPointInput(JoinPoint.PRE_CONTRACT_CALL, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(PostContractCallInput input) {
    return new JoinPointInput(JoinPoint.POST_CONTRACT_CALL, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(PostTxExecuteInput input) {
    return new JoinPointInput(JoinPoint.POST_TX_EXECUTE, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(InitInput input) {
    return new JoinPointInput(JoinPoint.INIT, input.getBlock().getNumber(), input);
  }

  public static JoinPointInput of(OperationInput input) {
    return new JoinPointInput(JoinPoint.OPERATION, input.getBlock().getNumber(), input);
  }

  public JoinPoint joinPoint() {
    return joinPoint;
  }

  /** Height of the block in the message; unsigned; 0 where it is missing. */
  public long blockNumber() {
    return blockNumber;
  }

  /** The encoded message, or null where it cannot be encoded. */
  Bytes encoded() {
    return encoded;
  }

  /** What is missing, or null where nothing is. */
  String encodingError() {
    return encodingError;
  }
}
