package io.aspectvm.runtime.evm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Files of named hex strings: {@code name hex} on each line, {@code #} for remarks. */
public final class Vectors {

  private final Map<String, String> hexByName;

  private Vectors(Map<String, String> hexByName) {
    this.hexByName = hexByName;
  }

  /** The vectors in this file beside the tests. */
  public static Vectors of(String file) {
    try (InputStream stream = Vectors.class.getResourceAsStream("/evm/" + file)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new Vectors(
          text.lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(" ", -1))
              .collect(Collectors.toMap(line -> line[0], line -> line[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hex string of this name. */
  public String hex(String name) {
    String hex = hexByName.get(name);
    if (hex == null) {
      throw new IllegalArgumentException("no vector " + name);
    }
    return hex;
  }

  /** The bytes of this name. */
  public byte[] bytes(String name) {
    return HexFormat.of().parseHex(hex(name));
  }
}
