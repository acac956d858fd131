package io.aspectvm.jmh.whitepaper;

import io.aspectvm.jmh.FactoryThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes the three tests and the comparison of 256-bit numbers in this JVM, and appends what was
 * measured to a file, a {@link PaperPoint} a line. Arguments: the file; {@code quick} or {@code
 * full}.
 */
public final class Whitepaper {

  private Whitepaper() {}

  /** Measures. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 2 || !arguments[1].matches("quick|full")) {
      System.err.println("usage: Whitepaper FILE quick|full");
      System.exit(2);
    }
    List<String> lines =
        measure(PaperEffort.valueOf(arguments[1].toUpperCase(Locale.ROOT))).stream()
            .map(PaperPoint::line)
            .toList();
    Files.write(Path.of(arguments[0]), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Everything, one after the other. */
  static List<PaperPoint> measure(PaperEffort effort) {
    List<PaperPoint> points = new ArrayList<>();
    FactoryThreads.run(() -> new JoinPointCalls(effort, points::add).measure());
    FactoryThreads.run(() -> new FibonacciGrowth(effort, points::add).measure());
    FactoryThreads.run(() -> new MillisecondBudget(effort, points::add).measure());
    FactoryThreads.run(() -> new WideComparison(effort, points::add).measure());
    return points;
  }
}
