package io.aspectvm.maven.build;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The property {@code project.build.outputTimestamp}, as other plugins read it. */
public final class OutputTime {

  private OutputTime() {}

  /**
   * Reads the property: seconds since 1970, or a time with offset in ISO 8601.
   *
   * @param text null, empty or a single character for no time
   * @throws BuildException if it is anything else
   */
  public static Optional<Instant> parse(String text) throws BuildException {
    if (text == null || text.length() < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.chars().allMatch(Character::isDigit)
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      throw new BuildException(
          "project.build.outputTimestamp '"
              + text
              + "': expected seconds since 1970, or a time such as 2026-01-01T00:00:00Z",
          e);
    }
  }
}
