package io.aspectvm.maven.build;

/** Where a build tells what it does, a line each. */
public interface BuildLog {

  void info(String line);

  void warn(String line);

  /** For those who want to know every file. */
  void debug(String line);
}
