package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;

/**
 * Calls into the EVM that aspects make (host-apis, section 6). Where an aspect may call is checked
 * before; gas is taken from the aspect afterwards. Whatever is thrown here, but a {@link
 * io.aspectvm.runtime.host.HostError}, is a crash of the aspect.
 */
public interface EvmCalls {

  /**
   * Called before anything else in each call. If this throws, a static call crashes, and a JIT call
   * ends with an ordinary error: so does the node's own hook when it cannot be set up.
   */
  default void prepare(ExecutionContext execution) {}

  /**
   * Makes a read-only call, in the EVM of the running transaction if there is one, otherwise in a
   * new one on the current state.
   *
   * @param from 20 bytes
   * @param to 20 bytes
   * @param input given away
   * @param gas EVM gas, 0 or more
   */
  EvmResult staticCall(
      ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas);

  /**
   * The EVM of the running transaction, which a JIT call goes on in.
   *
   * @return null if there is none, which is a crash
   * @throws io.aspectvm.runtime.host.HostError if it cannot be had, which the aspect is told
   */
  RunningEvm running(ExecutionContext execution);
}
