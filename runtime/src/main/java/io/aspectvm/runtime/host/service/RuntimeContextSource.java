package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.RuntimeContextKey;

/** What the node knows of block, transaction and call (host-apis, section 8). */
@FunctionalInterface
public interface RuntimeContextSource {

  /**
   * The value of a key that is available at the execution's join point.
   *
   * @return an encoded message of the key's type, which the caller may keep; null where the value
   *     cannot be loaded, which is a crash
   */
  byte[] load(RuntimeContextKey key, ExecutionContext execution);
}
