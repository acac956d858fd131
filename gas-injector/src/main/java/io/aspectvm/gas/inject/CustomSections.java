package io.aspectvm.gas.inject;

import java.util.Set;

/**
 * Which custom sections a change of the code leaves true. The name section speaks of indices, which
 * do not move, and so do the producers and target features; debug information, source maps,
 * relocations and code metadata speak of byte offsets.
 */
final class CustomSections {

  private static final Set<String> OUTDATED =
      Set.of("sourceMappingURL", "external_debug_info", "linking");

  private static final Set<String> OUTDATED_PREFIXES =
      Set.of(".debug_", "reloc.", "metadata.code.");

  private CustomSections() {}

  /** True for a custom section that would be false in the instrumented module. */
  static boolean isOutdated(RawSection section) {
    return section.name() != null
        && (OUTDATED.contains(section.name())
            || OUTDATED_PREFIXES.stream().anyMatch(section.name()::startsWith));
  }
}
