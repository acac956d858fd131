package io.aspectvm.maven.build;

import java.util.List;

/** A build that failed; nothing was written. Each problem is one line: what, where, why. */
public final class BuildException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public BuildException(String problem) {
    this(List.of(problem));
  }

  public BuildException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  /**
   * @param problems one at least
   */
  public BuildException(List<String> problems) {
    super(
        problems.size() == 1
            ? problems.get(0)
            : problems.size() + " problems:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
