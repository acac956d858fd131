package io.aspectvm.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link KernelBenchmark} on engines that {@link EngineCheck} has accepted, one kernel after
 * the other, so that what is compared is measured close together. Appends a {@link Measurement} for
 * each engine to a file.
 *
 * <p>Arguments: the file; {@code quick} or {@code full}; a kernel; engines.
 */
public final class KernelComparison {

  /** How long an engine runs a kernel: in each fork, warm-up and then samples. */
  private enum Effort {
    QUICK(1, 5, 250, 7, 100),
    FULL(3, 8, 500, 7, 300);

    private final int forks;
    private final int warmUp;
    private final int warmUpMillis;
    private final int samples;
    private final int sampleMillis;

    Effort(int forks, int warmUp, int warmUpMillis, int samples, int sampleMillis) {
      this.forks = forks;
      this.warmUp = warmUp;
      this.warmUpMillis = warmUpMillis;
      this.samples = samples;
      this.sampleMillis = sampleMillis;
    }
  }

  private KernelComparison() {}

  /** Measures. */
  public static void main(String... arguments) throws IOException, RunnerException {
    if (arguments.length < 4 || !arguments[1].matches("quick|full")) {
      System.err.println("usage: KernelComparison FILE quick|full KERNEL ENGINE...");
      System.exit(2);
    }
    Path file = Path.of(arguments[0]);
    Effort effort = Effort.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    List<EngineChoice> engines = Arrays.stream(arguments).skip(3).map(EngineChoice::parse).toList();
    for (boolean gas : new boolean[] {true, false}) {
      String[] names =
          engines.stream()
              .filter(choice -> choice.gas() == gas)
              .map(EngineChoice::engine)
              .toArray(String[]::new);
      if (names.length > 0) {
        append(file, run(effort, arguments[2], gas, names));
      }
    }
  }

  private static Collection<RunResult> run(
      Effort effort, String kernel, boolean gas, String... engines) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(KernelBenchmark.class.getName() + "\\.")
            .param("kernel", kernel.toUpperCase(Locale.ROOT))
            .param("gas", Boolean.toString(gas))
            .param("engine", engines)
            .addProfiler(CpuTimeProfiler.class)
            .forks(effort.forks)
            .warmupIterations(effort.warmUp)
            .warmupTime(TimeValue.milliseconds(effort.warmUpMillis))
            .measurementIterations(effort.samples)
            .measurementTime(TimeValue.milliseconds(effort.sampleMillis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).run();
  }

  private static void append(Path file, Collection<RunResult> results) throws IOException {
    List<String> lines = results.stream().map(KernelComparison::measurement).toList();
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String measurement(RunResult result) {
    BenchmarkParams parameters = result.getParams();
    List<Double> nanos = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double time = iteration.getSecondaryResults().get(CpuTimeProfiler.RESULT).getScore();
        nanos.add(time * parameters.getTimeUnit().toNanos(1));
      }
    }
    return new Measurement(
            "JDK " + System.getProperty("java.version"),
            parameters.getParam("engine"),
            Boolean.parseBoolean(parameters.getParam("gas")),
            Kernel.valueOf(parameters.getParam("kernel")).fileName(),
            nanos)
        .line();
  }
}
