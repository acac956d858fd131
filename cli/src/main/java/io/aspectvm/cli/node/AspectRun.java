package io.aspectvm.cli.node;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;

/**
 * A run of an aspect at a join point.
 *
 * @param gas that it was given, in EVM gas
 */
public record AspectRun(
    JoinPoint joinPoint, ByteKey aspect, long version, long gas, ExecutionResult result) {

  /** What the aspect itself used, in EVM gas, also where it is given back. */
  public long gasUsed() {
    return gas - result.evmGasLeft();
  }
}
