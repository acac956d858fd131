package io.aspectvm.examples.node;

import io.aspectvm.runtime.store.StoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run of the node: while one thread executes a block, the others answer queries on the block
 * before it. What comes out is the same on any number of threads.
 */
final class Run {

  private final Settings settings;
  private final Node node;
  private final Workload workload;
  private final Statistics statistics = new Statistics();
  private final Latencies queries = new Latencies();
  private final AtomicLong failedQueries = new AtomicLong();
  private long firstBlock;
  private long lastBlock;
  private String stateHash;
  private long nanos;

  Run(Settings settings, Node node, Workload workload) {
    this.settings = settings;
    this.node = node;
    this.workload = workload;
  }

  /** Runs all blocks. */
  void run() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(settings.threads(), node.threads());
    try {
      if (node.latestBlock().isEmpty()) {
        List<Transaction> genesis = workload.genesis();
        finish(List.of(threads.submit(() -> node.execute(1, genesis, statistics), null)));
      }
      firstBlock = node.latestBlock().orElseThrow() + 1;
      lastBlock = firstBlock + settings.blocks() - 1;
      long start = System.nanoTime();
      for (long number = firstBlock; number <= lastBlock; number++) {
        block(threads, number);
      }
      nanos = System.nanoTime() - start;
      try (StoreSnapshot end = node.snapshot()) {
        stateHash = Node.stateHash(end);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void block(ExecutorService threads, long number) throws InterruptedException {
    List<Transaction> transactions = workload.block(number, settings.transactions());
    try (StoreSnapshot before = node.snapshot()) {
      List<Future<?>> tasks = new ArrayList<>();
      tasks.add(threads.submit(() -> node.execute(number, transactions, statistics)));
      for (int i = 0; i < settings.queries(); i++) {
        Transaction query = workload.query(number, i);
        tasks.add(threads.submit((Callable<?>) () -> ask(before, query)));
      }
      finish(tasks);
    }
  }

  private Receipt ask(StoreSnapshot snapshot, Transaction query) {
    long start = System.nanoTime();
    Receipt answer = node.query(snapshot, query);
    queries.add(System.nanoTime() - start);
    if (!answer.isSuccess()) {
      failedQueries.incrementAndGet();
    }
    return answer;
  }

  private static void finish(List<Future<?>> tasks) throws InterruptedException {
    for (Future<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  Settings settings() {
    return settings;
  }

  Statistics statistics() {
    return statistics;
  }

  Latencies queries() {
    return queries;
  }

  long failedQueries() {
    return failedQueries.get();
  }

  long firstBlock() {
    return firstBlock;
  }

  long lastBlock() {
    return lastBlock;
  }

  /** Of the state after the last block, in hex. */
  String stateHash() {
    return stateHash;
  }

  /** Time for all blocks but the first of the chain. */
  double seconds() {
    return nanos / 1e9;
  }
}
