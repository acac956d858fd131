package io.aspectvm.maven.build;

import io.aspectvm.runtime.artefact.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a build goes about it.
 *
 * @param force whether everything is compiled, up to date or not
 * @param failOnWarnings whether the compiler's warnings are errors
 * @param progress time between two lines about a long compilation
 * @param key that signs artefacts; empty for none
 * @param time that generated sources give as theirs; empty for none at all
 */
public record BuildSettings(
    boolean force,
    boolean failOnWarnings,
    Duration progress,
    Optional<SigningKey> key,
    Optional<Instant> time) {

  public BuildSettings {
    Objects.requireNonNull(progress);
    Objects.requireNonNull(key);
    Objects.requireNonNull(time);
  }
}
