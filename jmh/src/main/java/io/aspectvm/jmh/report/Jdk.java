package io.aspectvm.jmh.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the JDK that was measured on.
 *
 * @param major as in 25
 */
record Jdk(int major) {

  private static final Pattern NAME = Pattern.compile("JDK (\\d+).*");

  /** Of the platforms' JDKs each once, the newest first. */
  static List<Jdk> among(Collection<String> platforms) {
    return platforms.stream()
        .map(Jdk::of)
        .flatMap(Optional::stream)
        .distinct()
        .sorted(Comparator.comparingInt(Jdk::major).reversed())
        .toList();
  }

  /** The JDK that a platform is, of any update and with any settings; empty for something else. */
  static Optional<Jdk> of(String platform) {
    Matcher matcher = NAME.matcher(platform);
    return matcher.matches()
        ? Optional.of(new Jdk(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /** Whether a platform is this JDK. */
  boolean ran(String platform) {
    return of(platform).filter(this::equals).isPresent();
  }

  @Override
  public String toString() {
    return "JDK " + major;
  }
}
