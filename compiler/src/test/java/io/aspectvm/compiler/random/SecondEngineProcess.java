package io.aspectvm.compiler.random;

import io.aspectvm.compiler.testing.ChildJvm;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The second engine in a JVM of its own, with the flags that suit it, whatever the flags of this
 * one: it makes the modules, runs them, and sends what it saw. Under test is our engine alone. For
 * one thread.
 */
final class SecondEngineProcess implements Campaign.Source, Closeable {

  /**
   * The library's validator is so long a method that it would be interpreted for ever. What the JVM
   * itself says must not come between the answers: its log, which has warnings for standard output
   * if nobody asks for any, takes no notice of the flag before.
   */
  private static final List<String> FLAGS =
      List.of(
          "-XX:-DontCompileHugeMethods",
          "-XX:+UseSerialGC",
          "-XX:+DisplayVMOutputToStderr",
          "-Xlog:disable",
          "-Xlog:all=warning:stderr");

  /** Variables that have flags for any JVM. */
  private static final Set<String> COMMON_FLAGS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final int BUFFER = 1 << 16;

  private final Process process;
  private final DataOutputStream requests;
  private final DataInputStream answers;

  private SecondEngineProcess(Process process) {
    this.process = process;
    this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
  }

  /**
   * Starts it.
   *
   * @param compile whether it is to compile the modules too
   */
  static SecondEngineProcess start(boolean compile) throws IOException {
    return start(builder(compile));
  }

  /** What starts it; the environment is the one of this process. */
  static ProcessBuilder builder(boolean compile) {
    String argument = Boolean.toString(compile);
    return new ProcessBuilder(ChildJvm.command(FLAGS, SecondEngineProcess.class, argument));
  }

  /** Starts it without the flags that its environment has for any JVM. */
  static SecondEngineProcess start(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeAll(COMMON_FLAGS);
    return new SecondEngineProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  @Override
  public Iterator<PreparedModule> modules(long first, int count) throws IOException {
    requests.writeLong(first);
    requests.writeInt(count);
    requests.flush();
    return LongStream.range(first, first + count).mapToObj(this::read).iterator();
  }

  private PreparedModule read(long seed) {
    try {
      PreparedModule module = PreparedModule.read(answers);
      if (module.seed() != seed) {
        throw new IOException("seed " + module.seed() + " in place of " + seed);
      }
      return module;
    } catch (IOException e) {
      throw new UncheckedIOException("no answer of the second engine's process", e);
    }
  }

  /** Ends the process: it stops when nobody can ask any more. */
  @Override
  public void close() {
    process.destroy();
  }

  /** The other side: answers until its input ends. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    OutputStream pipe = System.out;
    System.setOut(new PrintStream(System.err, true)); // Nobody else's words come between.
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(pipe, BUFFER));
    boolean compile = Boolean.parseBoolean(arguments[0]);
    try {
      while (true) {
        answer(in.readLong(), in.readInt(), compile, out);
      }
    } catch (EOFException e) {
      return; // Who asked has ended.
    }
  }

  private static void answer(long first, int count, boolean compile, DataOutputStream out)
      throws IOException {
    long before = Campaign.processorNanos();
    for (long seed = first; seed < first + count; seed++) {
      PreparedModule module = PreparedModule.of(seed, OtherEngine.maker(), compile);
      long now = Campaign.processorNanos();
      module.write(out, now - before);
      before = now;
    }
    out.flush();
  }
}
