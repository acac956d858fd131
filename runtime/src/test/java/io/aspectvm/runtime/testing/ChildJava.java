package io.aspectvm.runtime.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of the tests in a JVM of its own, which starts fast. */
public final class ChildJava {

  private ChildJava() {}

  /** Starts {@code main}; its errors go where this process's go. */
  public static Process start(Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** As {@link #start(Class, Object...)}, with more flags of the JVM. */
  public static Process start(List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
