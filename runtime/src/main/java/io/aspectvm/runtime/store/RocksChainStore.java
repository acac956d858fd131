package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.store.RocksDatabase.Latest;
import io.aspectvm.runtime.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store in a directory, kept by RocksDB (ADR 9): {@code HEAD} and the database beside it. A block
 * is one batch, with the entry that says which block it is, written to a log that is synced before
 * the commit returns. After the first failure the store refuses everything: nothing that was
 * computed from a damaged read can be committed.
 */
final class RocksChainStore extends SingleWriterStore {

  private final Path directory;
  private final HeadFile head;
  private final RocksDatabase database;
  private final RocksManifest manifest;
  private final RocksDB rocks;
  private final WriteOptions synced = new WriteOptions().setSync(true);

  /** Native memory is used under the read lock and freed under the write lock. */
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

  /** Guarded by itself. */
  private final Set<View> views = new HashSet<>();

  private volatile StoreException failure;
  private boolean closed;
  private long commits;

  private RocksChainStore(
      Path directory, HeadFile head, RocksDatabase database, RocksManifest manifest) {
    this.directory = directory;
    this.head = head;
    this.database = database;
    this.manifest = manifest;
    rocks = database.rocks();
  }

  /** As {@link ChainStore#open}. */
  static RocksChainStore open(Path directory) {
    Path place = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(place);
      if (Files.exists(place.resolve("db")) && !Files.exists(place.resolve("HEAD"))) {
        throw damaged(place, "HEAD is missing", null);
      }
      HeadFile head = HeadFile.open(place.resolve("HEAD"));
      try {
        return open(place, head);
      } catch (IOException | RuntimeException e) {
        head.close();
        throw e;
      }
    } catch (IOException e) {
      throw inputOutput(place, e);
    }
  }

  private static RocksChainStore open(Path place, HeadFile head) throws IOException {
    Path files = place.resolve("db");
    long known = head.latest().commits();
    RocksManifest manifest = new RocksManifest(files);
    if (!manifest.has(head.latest().manifest())) {
      throw damaged(place, "its list of tables is not what it was", null);
    }
    RocksDatabase.loadLibrary(place);
    try {
      RocksDatabase database = RocksDatabase.open(files, known);
      RocksChainStore store = new RocksChainStore(place, head, database, manifest);
      store.commits = database.latest().map(Latest::commits).orElse(0L);
      if (store.commits < known) {
        store.free();
        throw damaged(
            place,
            String.format(Locale.ROOT, "%d of %d commits are left", store.commits, known),
            null);
      }
      store.note();
      return store;
    } catch (RocksDBException e) {
      throw RocksDatabase.isDamage(e) ? damaged(place, oneLine(e), e) : inputOutput(place, e);
    }
  }

  private static StoreException damaged(Path place, String why, Exception cause) {
    return new StoreException(
        Reason.DAMAGED, "the store in " + place + " is damaged: " + why, cause);
  }

  private static StoreException inputOutput(Path place, Exception cause) {
    return new StoreException(
        Reason.INPUT_OUTPUT, "the store in " + place + ": " + oneLine(cause), cause);
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  void requireOpen() {
    StoreException before = failure;
    if (before != null) {
      throw new StoreException(before.reason(), before.getMessage(), before);
    }
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Something that uses native memory. */
  @FunctionalInterface
  private interface NativeUse<T> {
    T run() throws RocksDBException, IOException;
  }

  private <T> T use(NativeUse<T> use) {
    life.readLock().lock();
    try {
      requireOpen();
      return use.run();
    } catch (RocksDBException e) {
      failure =
          RocksDatabase.isDamage(e) ? damaged(directory, oneLine(e), e) : inputOutput(directory, e);
      throw failure;
    } catch (IOException e) {
      failure = inputOutput(directory, e);
      throw failure;
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public StoreSnapshot snapshot() {
    return use(
        () -> {
          View view = new View(rocks.getSnapshot());
          synchronized (views) {
            views.add(view);
          }
          return view;
        });
  }

  @Override
  void write(long number, Changes changes) {
    use(
        () -> {
          try (WriteBatch batch = batch(changes)) {
            batch.put(RocksDatabase.LATEST, new Latest(commits + 1, number).bytes());
            rocks.write(synced, batch);
          }
          commits++;
          note();
          return null;
        });
  }

  private void note() throws IOException {
    head.note(new HeadFile.Note(commits, manifest.now()));
  }

  private static WriteBatch batch(Changes changes) throws RocksDBException {
    WriteBatch batch = new WriteBatch();
    try {
      changes.forEach(
          (space, key, value) -> {
            if (value == null) {
              batch.delete(space.flatten(key));
            } else {
              batch.put(space.flatten(key), value);
            }
          });
      return batch;
    } catch (RocksDBException e) {
      batch.close();
      throw e;
    }
  }

  @Override
  void release() {
    if (life.getReadHoldCount() > 0) {
      throw new IllegalStateException("the store is being read by this thread");
    }
    life.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      synchronized (views) {
        views.forEach(View::free);
        views.clear();
      }
      free();
      try {
        if (failure == null) {
          note();
        }
      } finally {
        head.close();
      }
    } catch (IOException e) {
      throw inputOutput(directory, e);
    } finally {
      life.writeLock().unlock();
    }
  }

  private void free() {
    synced.close();
    database.close();
  }

  /** The database as it was when this was made. */
  private final class View implements StoreSnapshot {

    private final Snapshot snapshot;
    private final ReadOptions options;

    View(Snapshot snapshot) {
      this.snapshot = snapshot;
      this.options = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public OptionalLong block() {
      Optional<Latest> latest = read(() -> Latest.of(rocks.get(options, RocksDatabase.LATEST)));
      return latest.isPresent() ? OptionalLong.of(latest.get().block()) : OptionalLong.empty();
    }

    @Override
    public Optional<byte[]> get(Namespace space, ByteKey key) {
      return read(() -> Optional.ofNullable(rocks.get(options, space.flatten(key))));
    }

    @Override
    public void forEach(Namespace space, ByteKey prefix, EntryVisitor visitor) {
      byte[] first = space.flatten(prefix);
      ByteKey start = ByteKey.of(first);
      read(
          () -> {
            try (RocksIterator entries = rocks.newIterator(options)) {
              boolean more = true;
              for (entries.seek(first); more && entries.isValid(); entries.next()) {
                byte[] key = entries.key();
                more =
                    ByteKey.of(key).startsWith(start)
                        && visitor.visit(space.unflatten(key), entries.value());
              }
              entries.status();
              return null;
            }
          });
    }

    private <T> T read(NativeUse<T> reading) {
      return use(
          () -> {
            if (!options.isOwningHandle()) {
              throw new IllegalStateException("the snapshot is closed");
            }
            return reading.run();
          });
    }

    @Override
    public StoreTransaction query() {
      return Overlay.query(this);
    }

    private void free() {
      options.close();
      rocks.releaseSnapshot(snapshot);
      snapshot.close();
    }

    @Override
    public void close() {
      life.readLock().lock();
      try {
        synchronized (views) {
          if (views.remove(this)) {
            free();
          }
        }
      } finally {
        life.readLock().unlock();
      }
    }
  }
}
