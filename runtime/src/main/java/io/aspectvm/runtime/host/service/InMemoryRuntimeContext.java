package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import java.util.EnumMap;
import java.util.Map;

/**
 * A runtime context in memory: messages that somebody put there, and what follows from the
 * execution itself. A value of {@code env.*} that was not put there is the empty array, as without
 * EVM configuration; any other is missing, which is a crash. Not thread-safe while values are put
 * in.
 */
public final class InMemoryRuntimeContext implements RuntimeContextSource {

  private final Map<RuntimeContextKey, byte[]> values = new EnumMap<>(RuntimeContextKey.class);

  /** Sets a value: an encoded message of the key's type. */
  public InMemoryRuntimeContext put(RuntimeContextKey key, byte[] message) {
    values.put(key, message.clone());
    return this;
  }

  @Override
  public byte[] load(RuntimeContextKey key, ExecutionContext execution) {
    byte[] value = values.get(key);
    return value != null ? value.clone() : derived(key, execution);
  }

  private static byte[] derived(RuntimeContextKey key, ExecutionContext execution) {
    return switch (key) {
      case IS_CALL ->
          ContextMessages.bool(execution.isCall() && execution.joinPoint() != JoinPoint.VERIFY_TX);
      case BLOCK_HEADER_NUMBER -> ContextMessages.uint(execution.blockNumber());
      case ASPECT_ID -> ContextMessages.bytes(execution.aspectId().bytes());
      case ASPECT_VERSION -> ContextMessages.uint(execution.aspectVersion());
      default -> key.text().startsWith("env.") ? new byte[0] : null;
    };
  }
}
