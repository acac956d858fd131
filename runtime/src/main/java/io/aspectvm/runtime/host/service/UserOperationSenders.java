package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which aspect made the user operation of a JIT call, as long as that runs: what the EVM's
 * precompile 0x65 tells wallets. Thread-safe.
 */
public final class UserOperationSenders {

  private final Map<ByteKey, ByteKey> aspectByHash = new ConcurrentHashMap<>();

  /** Runs a call that makes the operation with this hash. */
  public EvmResult during(ByteKey hash, ByteKey aspectId, Call call) {
    aspectByHash.put(hash, aspectId);
    try {
      return call.run();
    } finally {
      aspectByHash.remove(hash);
    }
  }

  /** Id of the aspect that made the operation with this hash, or empty if none is in progress. */
  public Optional<ByteKey> aspectOf(ByteKey hash) {
    return Optional.ofNullable(aspectByHash.get(hash));
  }

  /** A call in the EVM. */
  @FunctionalInterface
  public interface Call {
    /** Makes the call. */
    EvmResult run();
  }
}
