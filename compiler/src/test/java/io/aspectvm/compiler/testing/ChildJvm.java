package io.aspectvm.compiler.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a JVM of its own, with other flags than this one. */
public final class ChildJvm {

  private static final long TIMEOUT_SECONDS = 120;

  private ChildJvm() {}

  /**
   * Runs {@code main}, whose first argument is a file to write its results to.
   *
   * @param flags of the JVM
   * @return the lines of the file
   */
  public static List<String> run(List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path results = Files.createTempFile("results", ".txt");
    Path output = Files.createTempFile("output", ".txt");
    try {
      List<String> command = command(flags, main, results.toString());
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            flags + (ended ? " failed: " : " did not end: ") + Files.readString(output));
      }
      return Files.readAllLines(results, StandardCharsets.UTF_8);
    } finally {
      Files.delete(results);
      Files.delete(output);
    }
  }

  /**
   * What starts a JVM of this version with the class path of this one. The list is the caller's.
   */
  public static List<String> command(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Test runners may give this JVM a class path of one jar that names the others. */
  private static String classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> absolute = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, absolute);
  }
}
