package io.aspectvm.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code aspectvm} command. */
public final class Main {

  private static final int HELP_COLUMNS = 100;

  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Not System.out: names and values of guests are UTF-8, whatever the locale.
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    // The parser of options formats numbers by it.
    Locale.setDefault(Locale.ROOT);
    int exitCode = run(args, out, err);
    err.flush();
    System.exit(exitCode);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }

  /**
   * Runs the command. Whatever happens, nothing is thrown: it becomes one line on {@code err}.
   *
   * @param out results; flushed
   * @param err errors, a line each
   * @return the exit code
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    Console console = new Console(out, err, Arrays.asList(args).contains(CommonOptions.DEBUG));
    int exitCode;
    try {
      exitCode = commandLine(console, args).execute(args);
    } catch (Throwable internal) { // Errors too: StackOverflowError, OutOfMemoryError.
      exitCode = console.internalError(internal);
    }
    out.flush();
    if (out.checkError()) {
      return console.error("standard output: cannot be written");
    }
    return exitCode;
  }

  private static CommandLine commandLine(Console console, String[] args) {
    CommandLine root = new CommandLine(new AspectvmCommand(console));
    for (Subcommand subcommand : Subcommand.needed(args)) {
      root.addSubcommand(subcommand.text(), subcommand.create(console));
    }
    return root.setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setUsageHelpLongOptionsMaxWidth(26)
        .setOut(console.outWriter())
        .setErr(console.errWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((e, all) -> usageError(console, e))
        .setExecutionExceptionHandler((e, command, parsed) -> console.failure(e));
  }

  private static int usageError(Console console, ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String path = command.getParent() == null ? "" : command.getCommandName() + ": ";
    console.error(path + problem(e) + "; see '" + name + " --help'");
    console.debug(e);
    return Console.USAGE;
  }

  private static String problem(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && e.getCommandLine().getParent() == null) {
      List<String> arguments = unmatched.getUnmatched();
      return (arguments.get(0).startsWith("-") ? "unknown option '" : "unknown command '")
          + arguments.get(0)
          + "'";
    }
    String message = String.valueOf(e.getMessage());
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
