package io.aspectvm.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** Options whose value is one of a few words. */
final class Words {

  private Words() {}

  /** The error for a word that is none of {@code known}. */
  static TypeConversionException unknown(String word, Stream<String> known) {
    return new TypeConversionException(
        "'" + word + "' is none of " + known.collect(Collectors.joining(", ")));
  }
}
