package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import java.util.Objects;

/**
 * What a node gives for the run of an aspect. Immutable; a {@link JoinPointChain} makes one for
 * each aspect out of the one it gets.
 *
 * <pre>{@code
 * JoinPointHost host = JoinPointHost.of(services).withAspect(id, version);
 * }</pre>
 *
 * @param aspectId 20 bytes
 * @param aspectVersion unsigned
 * @param isCall true if the effects are discarded: {@code eth_call}, estimation, some tracing
 * @param stop the operator's brake
 */
public record JoinPointHost(
    ByteKey aspectId, long aspectVersion, boolean isCall, HostServices services, StopSignal stop) {

  public JoinPointHost {
    Objects.requireNonNull(aspectId);
    Objects.requireNonNull(services);
    Objects.requireNonNull(stop);
  }

  /** A committing execution with these services; aspect and version to be set, without brake. */
  public static JoinPointHost of(HostServices services) {
    return new JoinPointHost(ByteKey.address(new byte[0]), 1, false, services, new StopSignal());
  }

  public JoinPointHost withAspect(ByteKey id, long version) {
    return new JoinPointHost(id, version, isCall, services, stop);
  }

  public JoinPointHost withCall(boolean discarded) {
    return new JoinPointHost(aspectId, aspectVersion, discarded, services, stop);
  }

  public JoinPointHost withServices(HostServices others) {
    return new JoinPointHost(aspectId, aspectVersion, isCall, others, stop);
  }

  public JoinPointHost withStop(StopSignal signal) {
    return new JoinPointHost(aspectId, aspectVersion, isCall, services, signal);
  }

  /**
   * Tells the listener, if there is one among the services, and hands the result on. A listener
   * that throws, whatever it be, does not take an outcome back that other nodes have.
   */
  ExecutionResult ended(JoinPoint joinPoint, long evmGas, ExecutionResult result) {
    try {
      services
          .find(JoinPointListener.class)
          .orElse(JoinPointListener.NONE)
          .ended(joinPoint, aspectId, aspectVersion, evmGas, result);
      return result;
    } catch (Throwable failure) {
      return result.noting("the listener", failure);
    }
  }

  ExecutionContext newContext(JoinPoint joinPoint, long blockNumber) {
    return ExecutionContext.builder()
        .joinPoint(joinPoint)
        .aspectId(aspectId.bytes())
        .aspectVersion(aspectVersion)
        .blockNumber(blockNumber)
        .isCall(isCall)
        .services(services)
        .build();
  }
}
