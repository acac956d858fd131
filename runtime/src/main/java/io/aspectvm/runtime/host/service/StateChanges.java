package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * The state that the running transaction changed so far, as a tracer recorded it (host-apis,
 * section 7): balances, and the variables of contracts that the state-tracing compiler made.
 */
public interface StateChanges {

  /** No tracer: nothing is ever found. */
  StateChanges NONE =
      new StateChanges() {
        @Override
        public Recorded balance(ByteKey account) {
          return null;
        }

        @Override
        public Recorded variable(ByteKey account, ByteKey name, List<ByteKey> indices) {
          return null;
        }
      };

  /**
   * Changes of an account's balance.
   *
   * @param account 20 bytes
   * @return null where nothing is recorded
   */
  Recorded balance(ByteKey account);

  /**
   * What is recorded for a part of a contract's variable.
   *
   * @param account 20 bytes
   * @param name of the variable, as the guest gave it
   * @param indices that lead from the variable to the part: keys of mappings, indices of arrays,
   *     members; empty for the variable itself. Immutable; may have millions of elements, which are
   *     made when they are asked for: follow them only as far as something is recorded
   * @return null where nothing is recorded
   */
  Recorded variable(ByteKey account, ByteKey name, List<ByteKey> indices);

  /** What is recorded for a part: its changes, or the parts it has. */
  sealed interface Recorded permits Changes, Indices {}

  /**
   * Changes of a part that holds data.
   *
   * @param all in the order in which each call made its own; they need not be ordered by call
   */
  record Changes(List<Change> all) implements Recorded {
    public Changes {
      all = List.copyOf(all);
    }
  }

  /** The indices of a part's own parts, of which something is recorded. */
  record Indices(List<ByteKey> all) implements Recorded {
    public Indices {
      all = List.copyOf(all);
    }
  }

  /**
   * A change.
   *
   * @param caller sender of the call that made it, 20 bytes
   * @param value the new value, as the contract stores it; given away
   * @param callIndex of that call in the transaction's tree of calls; unsigned
   */
  record Change(ByteKey caller, byte[] value, long callIndex) {}
}
