package io.aspectvm.maven.build;

import io.aspectvm.compiler.CompilationProgress;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells from time to time how far a long compilation is; says nothing of a short one. */
final class ProgressLine implements CompilationProgress {

  private static final double NANOS_PER_SECOND = 1e9;

  private final String file;
  private final BuildLog log;
  private final long interval;
  private final LongSupplier clock;
  private final long start;
  private long next;

  /**
   * @param interval between two lines, in nanoseconds
   * @param clock in nanoseconds
   */
  ProgressLine(String file, BuildLog log, long interval, LongSupplier clock) {
    this.file = file;
    this.log = log;
    this.interval = interval;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.next = interval;
  }

  @Override
  public void reached(int function, int functions) {
    long elapsed = clock.getAsLong() - start;
    if (elapsed >= next) {
      next = elapsed + interval;
      log.info(
          String.format(
              Locale.ROOT,
              "%s: still compiling, function %,d of %,d after %.1f s",
              file,
              function,
              functions,
              elapsed / NANOS_PER_SECOND));
    }
  }
}
