package io.aspectvm.fuzz;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.RunningEvm;
import io.aspectvm.runtime.host.service.UserOperationSenders;
import java.math.BigInteger;

/** Answers calls by what their data begins with. */
final class FuzzEvm implements EvmCalls, RunningEvm {

  private final UserOperationSenders operations = new UserOperationSenders();

  @Override
  public EvmResult staticCall(
      ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas) {
    return call(from, to, input, gas);
  }

  @Override
  public RunningEvm running(ExecutionContext execution) {
    return this;
  }

  @Override
  public BigInteger chainId() {
    return BigInteger.ONE;
  }

  @Override
  public BigInteger gasFeeCap() {
    return BigInteger.TEN;
  }

  @Override
  public BigInteger gasTipCap() {
    return BigInteger.ONE;
  }

  @Override
  public UserOperationSenders userOperations() {
    return operations;
  }

  @Override
  public EvmResult call(ByteKey from, ByteKey to, byte[] input, long gas) {
    return switch (input.length == 0 ? 0 : input[0] & 3) {
      case 0 -> EvmResult.success(input, gas / 2);
      case 1 -> EvmResult.reverted(input, gas);
      case 2 -> EvmResult.failed("out of gas", 0);
      default -> EvmResult.success(null, gas);
    };
  }
}
