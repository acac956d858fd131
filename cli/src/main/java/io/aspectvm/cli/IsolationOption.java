package io.aspectvm.cli;

import io.aspectvm.runtime.Isolation;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --isolation}. */
final class IsolationOption {

  @Option(
      names = "--isolation",
      paramLabel = "POLICY",
      converter = IsolationConverter.class,
      description = {
        "What executions share: class-loader (the default; code, but no class",
        "with state), instance (all classes) or strict (nothing).",
      })
  private Isolation isolation = Isolation.CLASS_LOADER;

  /** Reads a policy's name. */
  static final class IsolationConverter implements ITypeConverter<Isolation> {
    @Override
    public Isolation convert(String name) {
      return Stream.of(Isolation.values())
          .filter(policy -> text(policy).equals(name))
          .findFirst()
          .orElseThrow(() -> Words.unknown(name, Stream.of(Isolation.values()).map(c -> text(c))));
    }
  }

  private static String text(Isolation policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Isolation isolation() {
    return isolation;
  }
}
