package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.DeployedNode;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.joinpoint.TransactionOutcome;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreSnapshot;
import io.aspectvm.runtime.store.StoreTransaction;
import io.aspectvm.runtime.store.StoreView;
import io.aspectvm.runtime.store.StoredAspectState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thread commits blocks whose transactions run deployed aspects, seven query the same aspects;
 * everybody gets what a single thread would have got.
 */
@Timeout(120)
class ConcurrentExecutionTest extends RegistryFixture {

  private static final int QUERYING_THREADS = 7;
  private static final int BLOCKS = 40;
  private static final int TRANSACTIONS = 4;
  private static final long DEPLOYED_AT = 1;

  private static final ByteKey COUNTER = FIRST;
  private static final ByteKey GUARD = SECOND;

  @TempDir Path directory;

  @AfterEach
  void close() {
    node.close();
  }

  @Override
  ChainStore store() {
    throw new UnsupportedOperationException("each test has two");
  }

  @Test
  void inMemory() throws Exception {
    runsAsAlone(ChainStore.inMemory());
  }

  @Test
  void onDisk() throws Exception {
    runsAsAlone(ChainStore.open(directory));
  }

  /** Block 1: the counter at all join points, the guard with a limit before calls. */
  private void deploy(ChainStore store) throws Exception {
    try (StoreTransaction block = store.beginBlock(DEPLOYED_AT)) {
      byte[] counter = deployment(example("counter"), word(100), CALL_LEVEL_AND_TX);
      assertNull(node.transaction(block, SENDER, 0, 1).call(counter, GAS).error());
      // The guard comes by an upgrade.
      byte[] first = deployment(example("counter"), new byte[0], 4);
      assertNull(node.transaction(block, SENDER, 1, 1).call(first, GAS).error());
      byte[] second =
          upgrade(
              GUARD,
              example("guard"),
              4,
              property("owner", OWNER.bytes()),
              property("limit", (byte) 5),
              property("period", (byte) 2));
      assertNull(node.transaction(block, SENDER, 2, 1).call(second, GAS).error());
      assertNull(node.transaction(block, OWNER, 0, 1).call(bind(COUNTER, 0, -1), GAS).error());
      assertNull(node.transaction(block, OWNER, 1, 1).call(bind(GUARD, 0, 1), GAS).error());
      block.commit();
    }
  }

  /**
   * A block: calls of the contract, of which the guard stops some, one that runs out of gas on the
   * way, and an operation of the counter.
   */
  private List<String> write(ChainStore store, long number) {
    List<String> results = new ArrayList<>();
    try (StoreTransaction block = store.beginBlock(number)) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        results.add(transact(block, number, i == 2 ? shortGas(number) : GAS));
      }
      results.add(operate(node.transaction(block, SENDER, 0, number), new byte[] {1}));
      block.commit();
    }
    return results;
  }

  /** Enough for more or for less of a transaction. */
  private static long shortGas(long number) {
    return number * 37 % 400;
  }

  private String transact(StoreTransaction block, long number, long gas) {
    try (StoreTransaction state = block.begin()) {
      TransactionOutcome outcome = transact(node.transaction(state, SENDER, 0, number), gas);
      if (outcome.isSuccess()) {
        state.commit();
      }
      return text(outcome);
    }
  }

  private static String text(TransactionOutcome outcome) {
    return "%d used, %d left, %s, %s"
        .formatted(
            outcome.gasUsed(), outcome.gasLeft(), hex(outcome.returnData()), outcome.error());
  }

  private static String operate(DeployedNode.Transaction transaction, byte[] data) {
    CoreResult result = transaction.call(ENTRYPOINT.encodeCall(COUNTER, data), GAS);
    return "%d left, %s, %s".formatted(result.gasLeft(), hex(result.output()), result.error());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Queries of one snapshot, which write, see what they wrote, and leave nothing of it. */
  private List<String> query(StoreSnapshot snapshot) {
    long height = snapshot.block().orElseThrow() + 1;
    List<String> results = new ArrayList<>();
    String before = entries(snapshot);
    try (StoreTransaction query = snapshot.query()) {
      results.add(operate(node.query(query, SENDER, height), new byte[0]));
      results.add(operate(node.query(query, SENDER, height), new byte[0]));
      results.add(text(transact(node.query(query, SENDER, height), GAS)));
      results.add(text(transact(node.query(query, SENDER, height), shortGas(height))));
      results.add(entries(query));
    }
    assertEquals(before, entries(snapshot), "a query wrote into the snapshot");
    return results;
  }

  private static String entries(StoreView view) {
    Map<String, String> entries = new TreeMap<>();
    for (ByteKey aspect : List.of(COUNTER, GUARD)) {
      StoredAspectState.entries(view, aspect)
          .forEach((key, value) -> entries.put(aspect + "/" + key, hex(value)));
    }
    return entries.toString();
  }

  /** What a chain does, and what queries find after each block. */
  private record History(Map<Long, List<String>> blocks, Map<Long, List<String>> queries) {}

  private History alone() throws Exception {
    History history = new History(new TreeMap<>(), new TreeMap<>());
    try (ChainStore store = ChainStore.inMemory()) {
      deploy(store);
      for (long number = DEPLOYED_AT; number <= BLOCKS; number++) {
        if (number > DEPLOYED_AT) {
          history.blocks().put(number, write(store, number));
        }
        try (StoreSnapshot snapshot = store.snapshot()) {
          history.queries().put(number, query(snapshot));
        }
      }
    }
    return history;
  }

  private void runsAsAlone(ChainStore store) throws Exception {
    History alone = alone();
    assertTrue(
        alone.blocks().toString().contains("ASPECT_REVERTED")
            && alone.blocks().toString().contains("OUT_OF_GAS"),
        () -> "too much succeeds: " + alone.blocks());
    // Threads of the runtime's run executions themselves, others hand them over.
    ExecutorService own = Executors.newFixedThreadPool(QUERYING_THREADS / 2, node.threads());
    ExecutorService others = Executors.newFixedThreadPool(QUERYING_THREADS - QUERYING_THREADS / 2);
    AtomicBoolean done = new AtomicBoolean();
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    try (store) {
      deploy(store);
      Callable<Long> reader =
          () -> {
            long latest;
            do {
              latest = queryOnce(store, alone);
              seen.add(latest);
            } while (!done.get());
            return queryOnce(store, alone);
          };
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < QUERYING_THREADS; i++) {
        readers.add((i % 2 == 1 ? own : others).submit(reader));
      }
      for (long number = DEPLOYED_AT + 1; number <= BLOCKS; number++) {
        assertEquals(alone.blocks().get(number), write(store, number), "block " + number);
      }
      done.set(true);
      for (Future<Long> each : readers) {
        assertEquals(BLOCKS, each.get());
      }
      assertTrue(seen.size() > 1, () -> "queries only saw " + seen);
    } finally {
      done.set(true);
      own.shutdownNow();
      others.shutdownNow();
    }
  }

  /** The block that a query found. */
  private long queryOnce(ChainStore store, History alone) {
    try (StoreSnapshot snapshot = store.snapshot()) {
      long number = snapshot.block().orElseThrow();
      assertEquals(alone.queries().get(number), query(snapshot), "query of block " + number);
      return number;
    }
  }
}
