package io.aspectvm.jmh.whitepaper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the modules that other engines run too, those without wide arithmetic, into a folder: its
 * only argument.
 */
public final class WhitepaperModules {

  private WhitepaperModules() {}

  /** Writes them. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: WhitepaperModules FOLDER");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Files.write(folder.resolve("fibonacci.wasm"), Fibonacci.wasm());
    for (WideKernel kernel : WideKernel.values()) {
      Files.write(folder.resolve(kernel.id() + ".wasm"), kernel.wasm(false));
    }
  }
}
