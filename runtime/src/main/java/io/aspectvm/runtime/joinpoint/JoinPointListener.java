package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;

/**
 * Hears of every run of an aspect, also of those in the middle of a chain, whose results do not
 * come out of it: for meters, traces and logs of a node. It is one of the host's services, found by
 * this type; it changes nothing. What it throws is noted in the result's diagnostic, and in nothing
 * that a chain agrees on. Told on the thread that has the aspect run; thread-safe if several do.
 */
@FunctionalInterface
public interface JoinPointListener {

  /** Listens to nothing. */
  JoinPointListener NONE = (joinPoint, aspectId, version, evmGas, result) -> {};

  /**
   * An aspect has run, or could not be loaded.
   *
   * @param aspectId 20 bytes
   * @param version unsigned
   * @param evmGas that it was given
   */
  void ended(
      JoinPoint joinPoint, ByteKey aspectId, long version, long evmGas, ExecutionResult result);
}
