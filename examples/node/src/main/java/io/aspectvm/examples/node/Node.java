package io.aspectvm.examples.node;

import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.context.BlockView;
import io.aspectvm.runtime.joinpoint.JoinPointListener;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.registry.AspectLibrary;
import io.aspectvm.runtime.registry.AspectRegistry;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreSnapshot;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoreView;
import io.aspectvm.runtime.store.StoredAspectState;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;

/**
 * The chain's state and what executes on it. One block at a time is executed; any number of threads
 * query what was committed.
 */
final class Node implements AutoCloseable {

  private static final int CACHED_MODULES = 100;
  private static final int MODULE_BYTES = 4 << 20;
  private static final long BLOCK_SECONDS = 3;

  private final AspectRuntime runtime = AspectRuntime.builder().build();
  private final ChainStore store;
  private final AspectLibrary library;
  private final AspectCoreContract coreContract;

  /**
   * Opens a node.
   *
   * @param directory of its store, which is made if it is not there
   */
  Node(Path directory, Precompiled aspects) {
    store = ChainStore.open(directory);
    library = new AspectLibrary(runtime, aspects, CACHED_MODULES);
    coreContract = new AspectCoreContract(new AspectRegistry(library, MODULE_BYTES));
  }

  AspectLibrary library() {
    return library;
  }

  AspectCoreContract coreContract() {
    return coreContract;
  }

  /** For threads that aspects run on without being handed over to another. */
  ThreadFactory threads() {
    return runtime.threadFactory();
  }

  /** The last block; empty where the chain begins. */
  OptionalLong latestBlock() {
    return store.latestBlock();
  }

  /** What was committed; to be closed by the caller. */
  StoreSnapshot snapshot() {
    return store.snapshot();
  }

  /** Executes the transactions of a block and commits it. */
  void execute(long number, List<Transaction> transactions, Statistics statistics) {
    BlockView view = view(number);
    try (StoreTransaction block = store.beginBlock(number)) {
      for (Transaction transaction : transactions) {
        long start = System.nanoTime();
        Receipt receipt;
        try (StoreTransaction own = block.begin()) {
          receipt = new Execution(this, own, view, false, statistics).run(transaction);
          if (receipt.isSuccess()) {
            own.commit();
          }
        }
        statistics.add(transaction.kind(), receipt, System.nanoTime() - start);
      }
      long start = System.nanoTime();
      block.commit();
      statistics.committed(System.nanoTime() - start);
    }
  }

  /** Executes a transaction on what was committed; nothing of it is kept. */
  Receipt query(StoreSnapshot snapshot, Transaction transaction) {
    try (StoreTransaction query = snapshot.query();
        StoreTransaction state = query.begin()) {
      BlockView view = view(snapshot.block().orElse(0) + 1);
      return new Execution(this, state, view, true, JoinPointListener.NONE).run(transaction);
    }
  }

  private static BlockView view(long number) {
    byte[] height = BigInteger.valueOf(number).toByteArray();
    return new BlockView(
        ByteKey.of(Hashes.keccak256(height)),
        ByteKey.address(new byte[0]),
        number,
        number * BLOCK_SECONDS);
  }

  /** A hash over everything that aspects have stored, in hex. */
  static String stateHash(StoreView view) {
    StringBuilder all = new StringBuilder();
    for (ByteKey aspect : Workload.aspects()) {
      all.append(aspect);
      StoredAspectState.entries(view, aspect)
          .forEach(
              (key, value) ->
                  all.append(' ').append(key).append('=').append(HexFormat.of().formatHex(value)));
      all.append('\n');
    }
    byte[] bytes = all.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(Hashes.sha256(bytes));
  }

  @Override
  public void close() {
    store.close();
    runtime.close();
  }
}
