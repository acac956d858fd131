package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A store in memory. Every key has its values since the oldest snapshot that is still open, so that
 * readers need no lock.
 */
final class InMemoryChainStore extends SingleWriterStore {

  private final ConcurrentNavigableMap<ByteKey, Revision> entries = new ConcurrentSkipListMap<>();

  /** How many snapshots are open, by the commit that they show. Guarded by itself. */
  private final NavigableMap<Long, Integer> snapshots = new TreeMap<>();

  /** Keys with more than one value, as far as the last commit left any. Of the writer alone. */
  private final Set<ByteKey> unpruned = new HashSet<>();

  private volatile Head head = new Head(0, OptionalLong.empty());
  private volatile boolean closed;

  @Override
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  @Override
  void release() {
    closed = true;
    entries.clear();
  }

  @Override
  public StoreSnapshot snapshot() {
    requireOpen();
    synchronized (snapshots) {
      Head current = head;
      snapshots.merge(current.commit, 1, Integer::sum);
      return new Snapshot(current);
    }
  }

  private void release(Head shown) {
    synchronized (snapshots) {
      snapshots.computeIfPresent(shown.commit, (commit, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  void write(long number, Changes changes) {
    requireOpen();
    long commit = head.commit + 1;
    changes.forEach(
        (space, key, value) ->
            entries.compute(
                ByteKey.of(space.flatten(key)), (flat, old) -> new Revision(commit, value, old)));
    synchronized (snapshots) {
      head = new Head(commit, OptionalLong.of(number));
    }
    prune(changes);
  }

  /** Drops what no snapshot can see, of the keys that were written or had more than one value. */
  private void prune(Changes changes) {
    changes.forEach((space, key, value) -> unpruned.add(ByteKey.of(space.flatten(key))));
    NavigableSet<Long> open;
    synchronized (snapshots) {
      open = new TreeSet<>(snapshots.keySet());
    }
    unpruned.removeIf(
        key -> {
          Revision left = entries.computeIfPresent(key, (flat, revision) -> revision.seenBy(open));
          return left == null || left.previous == null;
        });
  }

  private record Head(long commit, OptionalLong block) {}

  /**
   * A value, and those before it.
   *
   * @param value null where the key was deleted
   */
  private record Revision(long commit, byte[] value, Revision previous) {

    /** The value as of a commit, or null. */
    byte[] at(long time) {
      Revision revision = this;
      while (revision != null && revision.commit > time) {
        revision = revision.previous;
      }
      return revision == null ? null : revision.value;
    }

    /**
     * The newest value, and those of before that one of these snapshots sees; null where that is no
     * entry at all.
     */
    Revision seenBy(NavigableSet<Long> commits) {
      Deque<Revision> kept = new ArrayDeque<>();
      kept.push(this);
      for (Revision older = previous; older != null; older = older.previous) {
        Long seer = commits.lower(kept.peek().commit);
        if (seer != null && seer >= older.commit) {
          kept.push(older);
        }
      }
      Revision left = null;
      for (Revision revision : kept) { // oldest first
        left =
            left == null && revision.value == null
                ? null
                : new Revision(revision.commit, revision.value, left);
      }
      return left;
    }
  }

  private final class Snapshot implements StoreSnapshot {

    private final Head shown;
    private boolean released;

    Snapshot(Head shown) {
      this.shown = shown;
    }

    @Override
    public OptionalLong block() {
      return shown.block;
    }

    @Override
    public Optional<byte[]> get(Namespace space, ByteKey key) {
      requireOpen();
      Revision revision = entries.get(ByteKey.of(space.flatten(key)));
      return revision == null
          ? Optional.empty()
          : Optional.ofNullable(revision.at(shown.commit)).map(byte[]::clone);
    }

    @Override
    public void forEach(Namespace space, ByteKey prefix, EntryVisitor visitor) {
      requireOpen();
      ByteKey first = ByteKey.of(space.flatten(prefix));
      for (Map.Entry<ByteKey, Revision> entry : entries.tailMap(first).entrySet()) {
        if (!entry.getKey().startsWith(first)) {
          return;
        }
        byte[] value = entry.getValue().at(shown.commit);
        if (value != null
            && !visitor.visit(space.unflatten(entry.getKey().bytes()), value.clone())) {
          return;
        }
      }
    }

    @Override
    public StoreTransaction query() {
      return Overlay.query(this);
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        release(shown);
      }
    }
  }
}
