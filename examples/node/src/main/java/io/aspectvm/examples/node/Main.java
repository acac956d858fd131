package io.aspectvm.examples.node;

import io.aspectvm.runtime.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The node's command. */
public final class Main {

  private Main() {}

  /**
   * Runs the node. Exit code 0: done; 1: the store cannot be used; 2: the command line is wrong.
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Settings settings;
    try {
      settings = Settings.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("node: " + e.getMessage() + "; " + Settings.USAGE);
      System.exit(2);
      return;
    }
    try {
      out.print(Summary.of(run(settings)));
    } catch (StoreException e) {
      System.err.println("node: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Runs all blocks; a store that was not asked for is deleted. */
  static Run run(Settings settings) throws IOException, InterruptedException {
    Path directory =
        settings.store() == null ? Files.createTempDirectory("node") : settings.store();
    try {
      Precompiled aspects = new Precompiled(Workload.ARTEFACTS);
      try (Node node = new Node(directory, aspects)) {
        Run run = new Run(settings, node, new Workload(aspects));
        run.run();
        return run;
      }
    } finally {
      if (settings.store() == null) {
        delete(directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
