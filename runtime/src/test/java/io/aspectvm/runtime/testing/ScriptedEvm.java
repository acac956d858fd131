package io.aspectvm.runtime.testing;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.RunningEvm;
import io.aspectvm.runtime.host.service.UserOperationSenders;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** An EVM that answers as a test says, and records what it was asked. */
public final class ScriptedEvm implements EvmCalls, RunningEvm {

  /** A call that was made. */
  public record Call(boolean readOnly, ByteKey from, ByteKey to, byte[] input, long gas) {}

  private final Deque<Function<Call, EvmResult>> script = new ArrayDeque<>();
  private final UserOperationSenders senders = new UserOperationSenders();

  /** The calls so far. */
  public final List<Call> calls = new ArrayList<>();

  /** Fees of the transaction's message. */
  public BigInteger feeCap = BigInteger.valueOf(9);

  /** Likewise. */
  public BigInteger tipCap = BigInteger.TWO;

  /** What {@link #prepare} throws, or null. */
  public RuntimeException unprepared;

  /** What {@link #running} throws, or null. */
  public RuntimeException notRunning;

  /** Whether a transaction runs. */
  public boolean hasTransaction = true;

  /** Answers the next call. */
  public ScriptedEvm answer(Function<Call, EvmResult> answer) {
    script.add(answer);
    return this;
  }

  /** Answers the next call. */
  public ScriptedEvm answer(EvmResult answer) {
    return answer(call -> answer);
  }

  @Override
  public void prepare(ExecutionContext execution) {
    if (unprepared != null) {
      throw unprepared;
    }
  }

  @Override
  public EvmResult staticCall(
      ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas) {
    return next(new Call(true, from, to, input, gas));
  }

  @Override
  public RunningEvm running(ExecutionContext execution) {
    if (notRunning != null) {
      throw notRunning;
    }
    return hasTransaction ? this : null;
  }

  @Override
  public BigInteger chainId() {
    return BigInteger.valueOf(11_820);
  }

  @Override
  public BigInteger gasFeeCap() {
    return feeCap;
  }

  @Override
  public BigInteger gasTipCap() {
    return tipCap;
  }

  @Override
  public UserOperationSenders userOperations() {
    return senders;
  }

  @Override
  public EvmResult call(ByteKey from, ByteKey to, byte[] input, long gas) {
    return next(new Call(false, from, to, input, gas));
  }

  private EvmResult next(Call call) {
    calls.add(call);
    return script.remove().apply(call);
  }
}
