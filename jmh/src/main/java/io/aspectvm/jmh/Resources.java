package io.aspectvm.jmh;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is measured, from the class path: the build puts {@code examples/wasm} and {@code
 * src/main/kernels} there.
 */
final class Resources {

  private Resources() {}

  /** The module of an example: {@code guard}, {@code merkle}. */
  static byte[] example(String name) {
    return load("/examples/" + name + ".wasm");
  }

  /** The module of a kernel: {@code fib}. */
  static byte[] kernel(String name) {
    return load("/kernels/" + name + ".wasm");
  }

  /** Rows of name, argument, and result in hexadecimal, one for each kernel. */
  static List<String[]> kernelTable() {
    return new String(load("/kernels/kernels.tsv"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static byte[] load(String resource) {
    try (InputStream in = Resources.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
