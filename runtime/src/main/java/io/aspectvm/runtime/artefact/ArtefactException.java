package io.aspectvm.runtime.artefact;

import java.util.Locale;
import java.util.Objects;

/** An artefact that is refused. Nothing of it was defined or run. The message is one line. */
public final class ArtefactException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why an artefact is refused. */
  public enum Kind {
    /** Not an artefact at all. */
    FOREIGN,
    /** Of a format, a manifest or a class-file version that this runtime or JVM does not know. */
    UNKNOWN_VERSION,
    /** Shorter than it says. */
    TRUNCATED,
    /** Changed, or put together wrongly. */
    DAMAGED,
    /** Larger than the reader allows. */
    TOO_LARGE,
    /** Signed, but not as it is: of another artefact, or changed since. */
    BAD_SIGNATURE,
    /** Not signed, where a signature is asked for. */
    UNSIGNED,
    /** Signed rightly, by a key that is not one of those trusted. */
    UNKNOWN_KEY,
    /** Sound, but made of other things than expected: compile it again. */
    STALE,
    /** Was to be compiled again, but the wasm in it does not compile. */
    NOT_COMPILABLE;

    /** For people: {@code unknown version}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Kind kind;

  public ArtefactException(Kind kind, String message) {
    this(kind, message, null);
  }

  public ArtefactException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }
}
