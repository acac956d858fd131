package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares what a scenario expects with what happened. */
final class Checks {

  private int passed;
  private final List<ScenarioResult.Failure> failures = new ArrayList<>();

  /**
   * Compares.
   *
   * @param where the expectation
   * @param actual null where there is nothing
   */
  void equal(DocumentNode where, Object expected, Object actual) {
    if (Objects.equals(String.valueOf(expected), String.valueOf(actual))) {
      passed++;
    } else {
      failures.add(
          new ScenarioResult.Failure(
              where.path(), where.line(), String.valueOf(expected), String.valueOf(actual)));
    }
  }

  /** Counts something that happened as expected. */
  void pass() {
    passed++;
  }

  /** Something that is wrong without being expected by a field. */
  void fail(DocumentNode where, String expected, String actual) {
    failures.add(new ScenarioResult.Failure(where.path(), where.line(), expected, actual));
  }

  int passed() {
    return passed;
  }

  List<ScenarioResult.Failure> failures() {
    return failures;
  }
}
