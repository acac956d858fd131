package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A transaction: changes over a view, and somebody who takes them when it is committed. */
final class Overlay implements StoreTransaction {

  private final StoreView below;
  private final Consumer<Changes> taker;
  private final Runnable ending;
  private final Changes changes = new Changes();
  private Overlay inner;
  private boolean ended;

  /**
   * @param below what is seen where nothing is written
   * @param taker of the changes on commit
   * @param ending what to do once, when the transaction has ended either way
   */
  Overlay(StoreView below, Consumer<Changes> taker, Runnable ending) {
    this.below = below;
    this.taker = taker;
    this.ending = ending;
  }

  /** A transaction that cannot be committed. */
  static Overlay query(StoreView below) {
    return new Overlay(
        below,
        changes -> {
          throw new IllegalStateException("a query has nothing to commit to");
        },
        () -> {});
  }

  @Override
  public Optional<byte[]> get(Namespace space, ByteKey key) {
    requireOpen();
    Optional<byte[]> written = changes.get(space, key);
    return written == null ? below.get(space, key) : written.map(byte[]::clone);
  }

  @Override
  public void forEach(Namespace space, ByteKey prefix, EntryVisitor visitor) {
    requireOpen();
    Merge merge = new Merge(changes.in(space).tailMap(prefix, true), prefix, visitor);
    below.forEach(space, prefix, merge);
    merge.finish();
  }

  @Override
  public void put(Namespace space, ByteKey key, byte[] value) {
    requireWritable();
    changes.put(space, Objects.requireNonNull(key), Optional.of(value.clone()));
  }

  @Override
  public void delete(Namespace space, ByteKey key) {
    requireWritable();
    changes.put(space, Objects.requireNonNull(key), Optional.empty());
  }

  @Override
  public StoreTransaction begin() {
    requireWritable();
    inner = new Overlay(this, changes::apply, () -> inner = null);
    return inner;
  }

  @Override
  public void commit() {
    requireWritable();
    taker.accept(changes);
    close();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      if (inner != null) {
        inner.close();
      }
      ending.run();
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
  }

  private void requireWritable() {
    requireOpen();
    if (inner != null) {
      throw new IllegalStateException("a transaction is open within this one");
    }
  }

  /** Puts the changes between the entries of the view below. */
  private static final class Merge implements EntryVisitor {

    private final Iterator<Map.Entry<ByteKey, Optional<byte[]>>> written;
    private final ByteKey prefix;
    private final EntryVisitor visitor;
    private Map.Entry<ByteKey, Optional<byte[]>> next;
    private boolean stopped;

    Merge(Map<ByteKey, Optional<byte[]>> written, ByteKey prefix, EntryVisitor visitor) {
      this.written = written.entrySet().iterator();
      this.prefix = prefix;
      this.visitor = visitor;
      advance();
    }

    private void advance() {
      next = written.hasNext() ? written.next() : null;
      if (next != null && !next.getKey().startsWith(prefix)) {
        next = null;
      }
    }

    @Override
    public boolean visit(ByteKey key, byte[] value) {
      visitWritten(key);
      if (stopped) {
        return false;
      }
      if (next != null && next.getKey().equals(key)) {
        return true; // overwritten or deleted: what was written comes in its turn
      }
      stopped = !visitor.visit(key, value);
      return !stopped;
    }

    /** Visits what was written before {@code limit}; without limit where it is null. */
    private void visitWritten(ByteKey limit) {
      while (!stopped && next != null && (limit == null || next.getKey().compareTo(limit) < 0)) {
        Map.Entry<ByteKey, Optional<byte[]>> entry = next;
        advance();
        entry
            .getValue()
            .ifPresent(value -> stopped = !visitor.visit(entry.getKey(), value.clone()));
      }
    }

    void finish() {
      visitWritten(null);
    }
  }
}
