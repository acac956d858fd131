package io.aspectvm.cli;

import picocli.CommandLine.Option;

/** What every command accepts. */
final class CommonOptions {

  /** Looked for before the command line is parsed, so that it holds for errors of parsing too. */
  static final String DEBUG = "--debug";

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(names = DEBUG, description = "Print the stack trace of an error too.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  boolean json() {
    return json;
  }
}
