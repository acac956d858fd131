package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.store.StoreTransaction;
import java.util.Objects;

/**
 * A call of the core contract with what it works on.
 *
 * @param state the transaction's; while a call is served nobody else writes to it
 */
public record CoreContext(CoreNode node, CoreCall call, StoreTransaction state) {

  public CoreContext {
    Objects.requireNonNull(node);
    Objects.requireNonNull(call);
    Objects.requireNonNull(state);
  }
}
