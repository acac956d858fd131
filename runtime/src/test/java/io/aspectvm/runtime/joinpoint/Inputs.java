package io.aspectvm.runtime.joinpoint;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.InitInput;
import io.aspectvm.proto.aspect.v2.NoFromTxInput;
import io.aspectvm.proto.aspect.v2.OperationInput;
import io.aspectvm.proto.aspect.v2.PostContractCallInput;
import io.aspectvm.proto.aspect.v2.PostExecMessageInput;
import io.aspectvm.proto.aspect.v2.PostTxExecuteInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreExecMessageInput;
import io.aspectvm.proto.aspect.v2.PreTxExecuteInput;
import io.aspectvm.proto.aspect.v2.ReceiptInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.proto.aspect.v2.WithFromTxInput;
import io.aspectvm.runtime.host.ByteKey;
import java.util.Arrays;

/** Complete input messages, and addresses to put into them. */
public final class Inputs {

  /** Height of the block in every input. */
  public static final long BLOCK_NUMBER = 125_672;

  public static final ByteKey FROM = address(0xF0);
  public static final ByteKey TO = address(0x70);

  private static final ByteString DATA = ByteString.copyFrom(new byte[] {1, 2, 3});
  private static final BlockInput BLOCK = BlockInput.newBuilder().setNumber(BLOCK_NUMBER).build();
  private static final WithFromTxInput TX =
      WithFromTxInput.newBuilder()
          .setHash(ByteString.copyFrom(new byte[32]))
          .setTo(bytes(TO))
          .setFrom(bytes(FROM))
          .build();

  private Inputs() {}

  /** An address whose bytes are all the same. */
  public static ByteKey address(int everyByte) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) everyByte);
    return ByteKey.address(bytes);
  }

  public static ByteString bytes(ByteKey key) {
    return ByteString.copyFrom(key.bytes());
  }

  public static TxVerifyInput verifyTx() {
    return TxVerifyInput.newBuilder()
        .setTx(NoFromTxInput.newBuilder().setHash(TX.getHash()).setTo(TX.getTo()))
        .setBlock(BLOCK)
        .setValidationData(DATA)
        .setCallData(DATA)
        .build();
  }

  public static PreTxExecuteInput preTxExecute() {
    return PreTxExecuteInput.newBuilder().setTx(TX).setBlock(BLOCK).build();
  }

  public static PreContractCallInput preContractCall() {
    return PreContractCallInput.newBuilder()
        .setCall(
            PreExecMessageInput.newBuilder()
                .setFrom(bytes(FROM))
                .setTo(bytes(TO))
                .setIndex(0)
                .setData(DATA)
                .setValue(ByteString.EMPTY)
                .setGas(1))
        .setBlock(BLOCK)
        .build();
  }

  public static PostContractCallInput postContractCall() {
    return PostContractCallInput.newBuilder()
        .setCall(
            PostExecMessageInput.newBuilder()
                .setFrom(bytes(FROM))
                .setTo(bytes(TO))
                .setIndex(0)
                .setData(DATA)
                .setValue(ByteString.EMPTY))
        .setBlock(BLOCK)
        .build();
  }

  public static PostTxExecuteInput postTxExecute() {
    return PostTxExecuteInput.newBuilder()
        .setTx(TX)
        .setBlock(BLOCK)
        .setReceipt(ReceiptInput.newBuilder().setStatus(1))
        .build();
  }

  public static InitInput init() {
    return InitInput.newBuilder().setTx(TX).setBlock(BLOCK).setCallData(DATA).build();
  }

  public static OperationInput operation() {
    return OperationInput.newBuilder().setTx(TX).setBlock(BLOCK).setCallData(DATA).build();
  }
}
