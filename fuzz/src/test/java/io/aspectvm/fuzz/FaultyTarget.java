package io.aspectvm.fuzz;

import java.nio.charset.StandardCharsets;

/** A fault that no one finds by chance, to see that fuzzing does. */
public final class FaultyTarget {

  static final String SECRET = "AspectVM";

  private FaultyTarget() {}

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (new String(input, StandardCharsets.UTF_8).startsWith(SECRET)) {
      throw new IllegalStateException("found");
    }
  }
}
