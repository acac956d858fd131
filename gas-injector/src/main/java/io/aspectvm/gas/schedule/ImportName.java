package io.aspectvm.gas.schedule;

import java.util.Comparator;
import java.util.Objects;

/** The two names of an import; ordered by module, then field. */
public record ImportName(String module, String field) implements Comparable<ImportName> {

  private static final Comparator<ImportName> ORDER =
      Comparator.comparing(ImportName::module).thenComparing(ImportName::field);

  public ImportName {
    Objects.requireNonNull(module);
    Objects.requireNonNull(field);
  }

  @Override
  public int compareTo(ImportName other) {
    return ORDER.compare(this, other);
  }
}
