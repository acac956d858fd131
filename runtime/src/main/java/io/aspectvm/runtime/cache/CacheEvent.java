package io.aspectvm.runtime.cache;

import io.aspectvm.runtime.artefact.ArtefactException;
import java.util.Objects;

/**
 * Something that a cache did, for those who watch over a node.
 *
 * @param identity digest of the entry's identity in lower-case hex, which is the name of its file
 * @param reason one line for people; empty where the kind says it all
 * @param refusal why an entry was refused; null for all other kinds
 */
public record CacheEvent(Kind kind, String identity, String reason, ArtefactException refusal) {

  /** What happened. */
  public enum Kind {
    /** An entry was read and is used. */
    HIT,
    /** A module was compiled, as there was no entry to use. */
    COMPILED,
    /** An entry is damaged, foreign, or not of the identity of its name; it is compiled again. */
    REFUSED,
    /** An entry could not be read; it is compiled again. */
    UNREADABLE,
    /** An entry was written, and is on the disk. */
    STORED,
    /**
     * An entry was not written: the disk is full, for example, or the entry larger than the cache.
     */
    NOT_STORED,
    /** An entry was deleted to make room. */
    EVICTED,
    /** What a process left that died while it wrote was deleted. */
    CLEANED
  }

  public CacheEvent {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(identity);
    Objects.requireNonNull(reason);
  }

  CacheEvent(Kind kind, String identity) {
    this(kind, identity, "", null);
  }

  CacheEvent(Kind kind, String identity, Exception cause) {
    this(kind, identity, line(cause), cause instanceof ArtefactException e ? e : null);
  }

  private static String line(Exception cause) {
    String message = String.valueOf(cause.getMessage()).replaceAll("\\R", " ");
    return cause instanceof ArtefactException refusal
        ? refusal.kind().text() + ": " + message
        : cause.getClass().getSimpleName() + ": " + message;
  }
}
