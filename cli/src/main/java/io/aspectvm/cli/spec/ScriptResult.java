package io.aspectvm.cli.spec;

import java.util.List;
import java.util.SortedMap;

/**
 * How the assertions of a script went.
 *
 * @param file the script, as it was given
 * @param passed assertions that hold
 * @param failures assertions that do not hold, and other commands that did not work
 * @param skipped assertions that could not be tried, by what they need
 */
public record ScriptResult(
    String file, int passed, List<Failure> failures, SortedMap<String, Integer> skipped) {

  public ScriptResult {
    failures = List.copyOf(failures);
  }

  /** Number of assertions that could not be tried. */
  public int skippedCount() {
    return skipped.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * A command that did not go as the script says.
   *
   * @param line in the text that the script was made of
   * @param command its type, as {@code assert_return}
   */
  public record Failure(int line, String command, String message) {}
}
