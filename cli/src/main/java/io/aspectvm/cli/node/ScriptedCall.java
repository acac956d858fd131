package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.CallError;
import io.aspectvm.runtime.joinpoint.ContractCallRules.CallType;
import java.math.BigInteger;
import java.util.List;

/**
 * A call of the EVM, and what the callee's code does in it.
 *
 * @param id tells this call from others, for whoever wants to know how it ended
 * @param to the callee, 20 bytes
 * @param gas limit for the call; null for as much as the caller may give
 * @param gasUsed by the callee's own code, charged before anything else it does
 * @param required whether the caller reverts, with what it got, where this call fails
 */
public record ScriptedCall(
    Object id,
    CallType type,
    ByteKey to,
    byte[] data,
    BigInteger value,
    Long gas,
    long gasUsed,
    boolean required,
    List<Action> actions,
    End end) {

  /** Something that the callee's code does, in order. */
  public sealed interface Action {}

  /** It makes a call. */
  public record Nested(ScriptedCall call) implements Action {}

  /** It writes an entry of the receipt's log. */
  public record Log(List<ByteKey> topics, byte[] data) implements Action {}

  /** It writes a storage slot. */
  public record Store(ByteKey slot, ByteKey value) implements Action {}

  /** It writes into its transient storage, where aspects can read it. */
  public record StoreTransient(ByteKey key, byte[] value) implements Action {}

  /**
   * How the callee's code ends.
   *
   * @param data returned, also by a revert
   * @param error null on success
   */
  public record End(byte[] data, CallError error) {}
}
