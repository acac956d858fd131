package io.aspectvm.runtime.joinpoint;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostExecMessageInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreExecMessageInput;
import io.aspectvm.runtime.evm.UnsignedBytes;
import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/**
 * One call of a contract with the join points around it, for an EVM to step through. Only for calls
 * that {@link ContractCallRules#triggers} something; one object per call. Not thread-safe.
 *
 * <pre>{@code
 * ContractCall call = new ContractCall(chain, new Message(from, to, index, data, value), height);
 * Before before = call.before(gas, host);
 * if (!before.proceeds()) {
 *   return before.outcome();
 * }
 * ... run the callee's code with before.gas() ...
 * CallOutcome outcome = call.after(ret, gasLeft, error, host);
 * }</pre>
 */
public final class ContractCall {

  /**
   * The call as aspects see it. Data and value are always present in the aspects' input, also when
   * empty; the reference fails to encode a call without data (messages, "nil versus empty").
   *
   * @param from 20 bytes
   * @param to the callee, 20 bytes; its bindings count
   * @param index of the call in the transaction's call tree, from 0
   * @param data any length
   * @param value in wei, 0 or more
   */
  public record Message(ByteKey from, ByteKey to, long index, byte[] data, BigInteger value) {

    public Message {
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }
  }

  private final JoinPointChain chain;
  private final ByteKey callee;
  private final PreExecMessageInput message;
  private final BlockInput block;

  /**
   * @param blockNumber current height; unsigned
   * @throws IllegalArgumentException if the value is negative
   */
  public ContractCall(JoinPointChain chain, Message message, long blockNumber) {
    this.chain = chain;
    this.callee = message.to();
    this.block = BlockInput.newBuilder().setNumber(blockNumber).build();
    this.message =
        PreExecMessageInput.newBuilder()
            .setFrom(ByteString.copyFrom(message.from().bytes()))
            .setTo(ByteString.copyFrom(callee.bytes()))
            .setIndex(message.index())
            .setData(ByteString.copyFrom(message.data()))
            .setValue(ByteString.copyFrom(UnsignedBytes.minimal(message.value())))
            .setGas(0)
            .build();
  }

  /**
   * Runs {@code preContractCall}.
   *
   * @param gas of the call
   * @param host with the runtime context as it is before the call
   */
  public ContractCallRules.Before before(long gas, JoinPointHost host) {
    PreContractCallInput input =
        PreContractCallInput.newBuilder()
            .setCall(message.toBuilder().setGas(gas))
            .setBlock(block)
            .build();
    return ContractCallRules.before(chain.run(callee, JoinPointInput.of(input), gas, host));
  }

  /**
   * Runs {@code postContractCall}, whether the callee succeeded or not.
   *
   * @param ret the callee's output; null if the EVM has none to tell, and then the aspects' input
   *     has no such field. The reference's EVM has none wherever the output is empty
   * @param gasLeft what the callee left
   * @param error the callee's, or null
   * @param host with the runtime context as it is after the call
   */
  public CallOutcome after(byte[] ret, long gasLeft, CallError error, JoinPointHost host) {
    PostExecMessageInput.Builder call =
        PostExecMessageInput.newBuilder()
            .setFrom(message.getFrom())
            .setTo(message.getTo())
            .setIndex(message.getIndex())
            .setData(message.getData())
            .setValue(message.getValue())
            .setGas(gasLeft)
            .setError(CallError.text(error));
    if (ret != null) {
      call.setRet(ByteString.copyFrom(ret));
    }
    PostContractCallInput input =
        PostContractCallInput.newBuilder().setCall(call).setBlock(block).build();
    JoinPointResult aspects = chain.run(callee, JoinPointInput.of(input), gasLeft, host);
    return ContractCallRules.after(aspects, ret == null ? new byte[0] : ret, error);
  }
}
