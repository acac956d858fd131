package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;

/**
 * The node's part: which aspects are bound to an account. Asked on the thread that runs join
 * points; thread-safe if several do.
 */
@FunctionalInterface
public interface Bindings {

  /**
   * All bindings of an account in the order in which they were made, whatever their join points.
   *
   * @param account 20 bytes
   * @throws BindingsException if what is stored makes no sense: the join point fails, no gas used.
   *     A failure that other nodes do not have, such as a broken disk, must be another exception:
   *     that reaches the node
   */
  List<? extends Binding> of(ByteKey account) throws BindingsException;
}
