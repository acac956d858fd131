package io.aspectvm.cli.scenario;

import java.util.List;

/**
 * What became of a scenario.
 *
 * @param passed expectations that were met
 * @param failures those that were not
 */
public record ScenarioResult(
    String name, int passed, List<Failure> failures, List<BlockResult> blocks) {

  public ScenarioResult {
    failures = List.copyOf(failures);
    blocks = List.copyOf(blocks);
  }

  /** An expectation that was not met. */
  public record Failure(String path, int line, String expected, String actual) {}

  /** A block; numbers are unsigned. */
  public record BlockResult(
      long number, long gasUsed, List<StepResult> transactions, List<StepResult> queries) {

    public BlockResult {
      transactions = List.copyOf(transactions);
      queries = List.copyOf(queries);
    }
  }

  /**
   * A transaction or a query.
   *
   * @param kind of the step: {@code call}, {@code deploy}, ...
   * @param label the scenario's own name for it, or what it is about
   * @param from name or address; null if nobody could be found
   * @param returnData hex
   * @param error null on success
   * @param revert the reason of a revert, or null
   */
  public record StepResult(
      String kind,
      String label,
      String status,
      String from,
      long gasUsed,
      long cumulativeGasUsed,
      String returnData,
      String error,
      String revert,
      List<RunResult> runs) {

    public StepResult {
      runs = List.copyOf(runs);
    }
  }

  /** A run of an aspect. */
  public record RunResult(
      String aspect,
      long version,
      String joinPoint,
      String outcome,
      long gasUsed,
      List<String> logs) {

    public RunResult {
      logs = List.copyOf(logs);
    }
  }

  public boolean isSuccess() {
    return failures.isEmpty();
  }
}
