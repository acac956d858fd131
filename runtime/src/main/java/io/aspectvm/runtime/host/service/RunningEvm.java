package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;

/** The EVM of the running transaction, as a JIT call needs it (host-apis, section 6). */
public interface RunningEvm {

  /** Id of the chain, 0 or more. */
  BigInteger chainId();

  /** Fee cap of the transaction's message; its low 64 bits are used. */
  BigInteger gasFeeCap();

  /** Cap of the transaction's tip; its low 64 bits are used. */
  BigInteger gasTipCap();

  /** Where the node looks up which aspect made a user operation (precompile 0x65). */
  UserOperationSenders userOperations();

  /**
   * Calls a contract without value, inside the call that is in progress; the state it changes stays
   * changed if that call succeeds.
   *
   * @param from 20 bytes
   * @param to 20 bytes
   * @param input given away
   * @param gas EVM gas, 0 or more
   */
  EvmResult call(ByteKey from, ByteKey to, byte[] input, long gas);
}
