package io.aspectvm.compiler.determinism;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One hash over (module, input, gas) and what came of it, for a fixed set of runs, and one over
 * everything compiled for them. Neither may depend on the JVM, its flags, the locale or the heap.
 *
 * <p>As a program, it writes the lines of {@link #hashes} to a file.
 */
public final class ResultHash {

  /** Lines in front of this one stay the same from JVM to JVM and from compiler to compiler. */
  static final String ARTEFACTS = "artefacts ";

  private ResultHash() {}

  /** A part of the set, with a digest of its own: it tells where to look. */
  @FunctionalInterface
  interface RunSet {
    void run(RunLog log) throws Exception;
  }

  private static Map<String, RunSet> sets() {
    Map<String, RunSet> sets = new LinkedHashMap<>();
    sets.put("examples", ExampleRuns::run);
    sets.put("random modules", RandomRuns::run);
    sets.put("operators", OperatorRuns::run);
    sets.put("exhaustion", ExhaustionRuns::run);
    sets.put("gas limits", GasLimitRuns::run);
    return sets;
  }

  /**
   * Runs the set.
   *
   * @param lines sees every line that goes into a digest
   * @return a line for each part, one for all results together, and last one for the artefacts
   */
  static List<String> hashes(Consumer<String> lines) throws Exception {
    MessageDigest artefacts = RunLog.sha256();
    RunLog all = new RunLog(artefacts, line -> {});
    List<String> hashes = new ArrayList<>();
    for (Map.Entry<String, RunSet> set : sets().entrySet()) {
      RunLog log = new RunLog(artefacts, lines);
      set.getValue().run(log);
      hashes.add(set.getKey() + " " + log.digest());
      all.line(hashes.get(hashes.size() - 1));
    }
    hashes.add("results " + all.digest());
    hashes.add(ARTEFACTS + RunLog.hex(artefacts));
    return hashes;
  }

  /**
   * Writes the hashes to the file that the first argument names.
   *
   * @param arguments the file; how often to run the set in this JVM, which must make no difference,
   *     once where it is left out; a file for every line that goes into a digest, to find the first
   *     in which two JVMs differ
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    List<String> first;
    try (PrintWriter lines = writer(arguments)) {
      first = hashes(lines::println);
    }
    for (int round = 1; round < rounds; round++) {
      List<String> again = hashes(line -> {});
      if (!again.equals(first)) {
        throw new IllegalStateException("round " + round + ": " + again + ", before: " + first);
      }
    }
    Files.write(Path.of(arguments[0]), first, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(String[] arguments) throws Exception {
    return new PrintWriter(
        arguments.length > 2
            ? Files.newBufferedWriter(Path.of(arguments[2]), StandardCharsets.UTF_8)
            : Writer.nullWriter());
  }
}
