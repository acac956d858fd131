package io.aspectvm.compiler.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a soak, and writes what comes of it to a {@link SoakLog}. */
public final class SoakMain {

  /** Samples that a run takes. */
  private static final int SAMPLES = 100;

  private SoakMain() {}

  /**
   * Runs tasks.
   *
   * @param samples of resources, evenly over the run
   * @return the log, also in the file
   */
  static SoakLog run(
      Path file, List<SoakTask> tasks, long executions, int threads, long seed, int samples)
      throws Exception {
    SoakLog log = SoakLog.begin(file);
    log.fact("executions", String.format(Locale.ROOT, "%,d", executions));
    log.fact("threads", threads);
    log.fact("seed", seed);
    log.fact("hostile", "every " + Soak.HOSTILE_EVERY + "th");
    log.fact("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
    long start = System.nanoTime();
    try (Soak soak = new Soak(tasks, threads, seed)) {
      soak.runEach();
      long done = 0;
      for (int i = 1; i <= samples; i++) {
        long until = executions * i / samples;
        soak.run(until - done);
        done = until;
        log.sample(new SoakLog.Sample(done, Resource.afterCollection()));
        log.fact(SoakReport.WRONG_RESULTS, soak.counts().wrongResults());
      }
      write(log, soak.counts());
    }
    log.fact("seconds", (System.nanoTime() - start) / 1_000_000_000);
    return log;
  }

  private static void write(SoakLog log, Soak.Counts counts) throws IOException {
    List<String> wrong = counts.wrong();
    for (int i = 0; i < wrong.size(); i++) {
      log.fact(SoakReport.WRONG + i, wrong.get(i));
    }
    for (Map.Entry<String, Long> group : counts.groups().entrySet()) {
      log.fact(SoakReport.COUNT + group.getKey(), group.getValue());
    }
  }

  /**
   * Arguments: file of the log, executions, threads, and the seed. Exit code 1: a result is wrong,
   * or something grows.
   */
  public static void main(String[] arguments) throws Exception {
    SoakLog log =
        run(
            Path.of(arguments[0]),
            Soak.allTasks(),
            Long.parseLong(arguments[1]),
            Integer.parseInt(arguments[2]),
            Long.parseLong(arguments[3]),
            SAMPLES);
    System.exit(SoakReport.passed(log) ? 0 : 1);
  }
}
