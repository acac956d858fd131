package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;

/**
 * Runs one aspect at one join point (join-points, sections 2 and 3), on a fresh instance. Whatever
 * the aspect and the host's services do is a result, never an exception; so is it that this JVM has
 * no memory for it.
 */
public final class JoinPointCall {

  /** The export that every join point enters by. */
  public static final String ENTRY_POINT = "execute";

  private JoinPointCall() {}

  /**
   * Runs the join point of this input.
   *
   * @param evmGas that the aspect is given; negative is out of gas
   * @throws IllegalStateException if the aspect is closed, or executions are nested too deep
   */
  public static JoinPointResult run(
      Aspect aspect, JoinPointInput input, long evmGas, JoinPointHost host) {
    if (input.encoded() == null) {
      return JoinPointResult.notRun(Kind.ENCODING, input.encodingError(), evmGas);
    }
    try {
      ExecutionContext context = host.newContext(input.joinPoint(), input.blockNumber());
      return JoinPointResult.of(execute(aspect, context, input.encoded(), evmGas, host), evmGas);
    } catch (Error e) {
      return JoinPointResult.of(ExecutionResult.crashed(e, evmGas), evmGas);
    }
  }

  /**
   * Asks the aspect whether this account owns it. The execution has no block number: none of its
   * host functions tells one.
   *
   * @param sender an address; normalised to 20 bytes
   * @throws IllegalStateException as {@link #run}
   */
  public static OwnershipResult isOwner(
      Aspect aspect, byte[] sender, long evmGas, JoinPointHost host) {
    try {
      Bytes address = new Bytes(ByteKey.address(sender).bytes());
      ExecutionContext context = host.newContext(JoinPoint.IS_OWNER, 0);
      return OwnershipResult.of(execute(aspect, context, address, evmGas, host), evmGas);
    } catch (Error e) {
      return OwnershipResult.of(ExecutionResult.crashed(e, evmGas), evmGas);
    }
  }

  private static ExecutionResult execute(
      Aspect aspect,
      ExecutionContext context,
      GuestValue argument,
      long evmGas,
      JoinPointHost host) {
    Str name = Str.of(context.joinPoint().text());
    return host.ended(
        context.joinPoint(),
        evmGas,
        aspect.call(context, host.stop(), ENTRY_POINT, evmGas, name, argument));
  }
}
