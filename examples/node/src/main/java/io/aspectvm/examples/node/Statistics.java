package io.aspectvm.examples.node;

import io.aspectvm.examples.node.Transaction.Kind;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.JoinPointListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What happened in blocks. Used by the thread that executes them, and afterwards by others. */
final class Statistics implements JoinPointListener {

  /** Of transactions of a kind, or executions at a join point. */
  static final class Count {
    private long all;
    private long failed;
    private long gas;

    private void add(long gasUsed, boolean success) {
      all++;
      gas += gasUsed;
      failed += success ? 0 : 1;
    }

    long all() {
      return all;
    }

    long failed() {
      return failed;
    }

    /** EVM gas used. */
    long gas() {
      return gas;
    }
  }

  private final Map<Kind, Count> transactions = new EnumMap<>(Kind.class);
  private final Map<JoinPoint, Count> joinPoints = new EnumMap<>(JoinPoint.class);
  private final Map<String, Long> errors = new TreeMap<>();
  private final Latencies execution = new Latencies();
  private final Latencies commits = new Latencies();

  void add(Kind kind, Receipt receipt, long nanos) {
    transactions
        .computeIfAbsent(kind, key -> new Count())
        .add(receipt.gasUsed(), receipt.isSuccess());
    if (!receipt.isSuccess()) {
      errors.merge(receipt.error(), 1L, Long::sum);
    }
    execution.add(nanos);
  }

  void committed(long nanos) {
    commits.add(nanos);
  }

  @Override
  public void ended(
      JoinPoint joinPoint, ByteKey aspect, long version, long gas, ExecutionResult result) {
    joinPoints
        .computeIfAbsent(joinPoint, key -> new Count())
        .add(gas - result.evmGasLeft(), result.isSuccess());
  }

  Map<Kind, Count> transactions() {
    return transactions;
  }

  Map<JoinPoint, Count> joinPoints() {
    return joinPoints;
  }

  /** How often each error ended a transaction. */
  Map<String, Long> errors() {
    return errors;
  }

  Latencies execution() {
    return execution;
  }

  Latencies commits() {
    return commits;
  }

  long count() {
    return transactions.values().stream().mapToLong(Count::all).sum();
  }

  long failed() {
    return transactions.values().stream().mapToLong(Count::failed).sum();
  }

  long gas() {
    return transactions.values().stream().mapToLong(Count::gas).sum();
  }
}
