package io.aspectvm.jmh;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The example aspects, from the class path: the build puts {@code examples/wasm} there. */
final class ExampleModules {

  private ExampleModules() {}

  /** The module of an example: {@code guard}, {@code merkle}. */
  static byte[] load(String name) {
    String resource = "/examples/" + name + ".wasm";
    try (InputStream in = ExampleModules.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
