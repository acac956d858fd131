package io.aspectvm.jmh.life;

import io.aspectvm.runtime.AspectRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Measures one part of the life of an aspect in this JVM, and appends {@link LifeRecord}s to a
 * file.
 *
 * <p>Arguments: the file; {@code quick} or {@code full}; {@linkplain LifeGroup#id the group}.
 * Without any, prints the groups.
 */
public final class LifeCycle {

  private LifeCycle() {}

  /** Measures. */
  public static void main(String... arguments) throws Exception {
    if (arguments.length == 0) {
      for (LifeGroup group : LifeGroup.values()) {
        System.out.println(group.id());
      }
      return;
    }
    if (arguments.length != 3 || !arguments[1].matches("smoke|quick|full")) {
      System.err.println("usage: LifeCycle [FILE quick|full GROUP]");
      System.exit(2);
    }
    Path file = Path.of(arguments[0]);
    Effort effort = Effort.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    measure(LifeGroup.named(arguments[2]), effort, record -> append(file, record));
  }

  /** Measures on a thread that executions run on directly, as a node does that counts time. */
  static void measure(LifeGroup group, Effort effort, Consumer<LifeRecord> sink) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              group.measured().measure(effort, new Recorder(group, sink));
              return null;
            });
    try (AspectRuntime runtime = AspectRuntime.builder().build()) {
      runtime.threadFactory().newThread(task).start();
      task.get();
    }
  }

  private static void append(Path file, LifeRecord record) {
    try {
      Files.write(
          file, List.of(record.line()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
