package io.aspectvm.runtime.store;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A process that writes {@link RandomBlocks} until somebody kills it. Before a commit it prints
 * {@code < number}, after it {@code > number}.
 */
final class BlockWriter {

  private BlockWriter() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    try (ChainStore store = ChainStore.open(Path.of(arguments[0]))) {
      for (long number = store.latestBlock().orElse(0) + 1; ; number++) {
        try (StoreTransaction block = store.beginBlock(number)) {
          RandomBlocks.write(block, number);
          out.println("< " + number);
          out.flush();
          block.commit();
        }
        out.println("> " + number);
        out.flush();
      }
    }
  }
}
