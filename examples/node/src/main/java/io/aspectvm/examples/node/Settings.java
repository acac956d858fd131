package io.aspectvm.examples.node;

import java.nio.file.Path;

/**
 * What the command line says.
 *
 * @param blocks to run
 * @param transactions in each block
 * @param queries while each block is executed
 * @param threads in all
 * @param store directory of the store; null for one that is deleted afterwards
 */
record Settings(int blocks, int transactions, int queries, int threads, Path store) {

  static final String USAGE =
      "usage: node [--blocks N] [--transactions N] [--queries N] [--threads N] [--store DIR]";

  private static final int MAXIMUM = 1_000_000;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line, if it is wrong
   */
  static Settings parse(String... arguments) {
    int blocks = 200;
    int transactions = 50;
    int queries = 20;
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    Path store = null;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + ": no value");
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--blocks" -> blocks = number(value, 1);
        case "--transactions" -> transactions = number(value, 1);
        case "--queries" -> queries = number(value, 0);
        case "--threads" -> threads = number(value, 1);
        case "--store" -> store = Path.of(value);
        default -> throw new IllegalArgumentException(arguments[i] + ": unknown option");
      }
    }
    return new Settings(blocks, transactions, queries, threads, store);
  }

  private static int number(String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= MAXIMUM) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As any other number that will not do.
    }
    throw new IllegalArgumentException(
        "'" + text + "': expected a number from " + least + " to " + MAXIMUM);
  }
}
