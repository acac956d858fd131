package io.aspectvm.cli;

import io.aspectvm.runtime.UnsafeJvmException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where a command prints to: results on one stream, errors on the other, one line each. */
final class Console {

  /** Exit code: done, and the guest succeeded. */
  static final int DONE = 0;

  /** Exit code: the input is bad, or the guest failed. */
  static final int FAILED = 1;

  /** Exit code: the command line is wrong. */
  static final int USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean debug;

  /**
   * @param debug whether stack traces follow the lines of errors
   */
  Console(PrintStream out, PrintStream err, boolean debug) {
    this.out = out;
    this.err = err;
    this.debug = debug;
  }

  /** Results. */
  PrintStream out() {
    return out;
  }

  PrintWriter outWriter() {
    return writer(out);
  }

  PrintWriter errWriter() {
    return writer(err);
  }

  /** For the help, which needs a writer. */
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Prints an object as one line of results. */
  void print(JsonObject object) {
    out.println(object);
  }

  /** Prints one line, {@code aspectvm: message}, whatever the message holds; gives exit code 1. */
  int error(String message) {
    err.println("aspectvm: " + Printable.line(message));
    return FAILED;
  }

  /** Reports why a command gave up; gives the exit code. */
  int failure(Exception e) {
    if (e instanceof CommandException || e instanceof UnsafeJvmException) {
      error(e.getMessage());
      debug(e);
      return FAILED;
    }
    return internalError(e);
  }

  /** Reports a fault of this program; gives the exit code. */
  int internalError(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      error("out of memory, " + thrown.getMessage() + "; ASPECTVM_JAVA_OPTS=-Xmx8g gives it more");
      debug(thrown);
      return FAILED;
    }
    String hint = debug ? "" : "; --debug shows where";
    error("internal error, please report it: " + describe(thrown) + hint);
    debug(thrown);
    return FAILED;
  }

  /** The stack trace, if it was asked for. */
  void debug(Throwable thrown) {
    if (debug) {
      thrown.printStackTrace(err);
    }
  }

  private static String describe(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    return thrown.getMessage() == null ? type : type + ", " + thrown.getMessage();
  }
}
