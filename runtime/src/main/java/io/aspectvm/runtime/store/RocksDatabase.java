package io.aspectvm.runtime.store;

import io.aspectvm.runtime.host.ByteKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;

/** An open database with the options it needs: native memory, freed by {@link #close}. */
final class RocksDatabase implements AutoCloseable {

  /** Value: number of commits, number of the last block. */
  static final byte[] LATEST = Namespace.STORE.flatten(ByteKey.of("latest"));

  private static final long MEMTABLE_BYTES = 16L << 20;
  private static final int OPEN_FILES = 512;
  private static final long LOG_BYTES = 1L << 20;
  private static final long MANIFEST_BYTES = 16L << 20;

  private final Options options;
  private final RocksDB rocks;

  private RocksDatabase(Options options, RocksDB rocks) {
    this.options = options;
    this.rocks = rocks;
  }

  /**
   * Opens a database, or makes one where {@code commits} is 0.
   *
   * <p>A process that dies while it writes can leave the log with half a batch at its end. Such a
   * database is opened without that batch, but only if it then has all commits that are known of: a
   * log that is damaged further ahead would lose them, and stays as it is for whoever repairs it.
   */
  static RocksDatabase open(Path files, long commits) throws IOException, RocksDBException {
    Files.createDirectories(files);
    try {
      return open(files, options(commits, WALRecoveryMode.AbsoluteConsistency));
    } catch (RocksDBException e) {
      if (!isDamage(e) || !hasBeforeDamage(files, commits)) {
        throw e;
      }
      return open(files, options(commits, WALRecoveryMode.PointInTimeRecovery));
    }
  }

  /** Whether so many commits would be left if everything from the damage on were dropped. */
  private static boolean hasBeforeDamage(Path files, long commits) {
    Options options = options(1, WALRecoveryMode.PointInTimeRecovery);
    try (RocksDB peek = RocksDB.openReadOnly(options, files.toString())) {
      return Latest.of(peek.get(LATEST)).map(Latest::commits).orElse(0L) >= commits;
    } catch (RocksDBException e) {
      return false;
    } finally {
      options.close();
    }
  }

  private static RocksDatabase open(Path files, Options options) throws RocksDBException {
    try {
      return new RocksDatabase(options, RocksDB.open(options, files.toString()));
    } catch (RocksDBException e) {
      options.close();
      throw e;
    }
  }

  private static Options options(long commits, WALRecoveryMode recovery) {
    try (DBOptions database = verifyingLogs();
        ColumnFamilyOptions family = new ColumnFamilyOptions()) {
      return options(new Options(database, family), commits, recovery);
    }
  }

  /**
   * Every log says where the one before it ended, so that none can be missing from between tables
   * and logs. An option that the Java side has no method for.
   */
  private static DBOptions verifyingLogs() {
    Properties properties = new Properties();
    properties.put("track_and_verify_wals", "true");
    return Objects.requireNonNull(DBOptions.getDBOptionsFromProps(properties));
  }

  private static Options options(Options options, long commits, WALRecoveryMode recovery) {
    return options
        .setCreateIfMissing(commits == 0)
        .setWalRecoveryMode(recovery)
        .setParanoidChecks(true)
        .setWriteBufferSize(MEMTABLE_BYTES)
        .setMaxOpenFiles(OPEN_FILES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(LOG_BYTES)
        .setKeepLogFileNum(2)
        .setMaxManifestFileSize(MANIFEST_BYTES)
        .setStatsDumpPeriodSec(0);
  }

  /**
   * Loads the native library, once in a process, from the jar by way of a file in {@code
   * directory}: a file in a directory for temporary files would stay there whenever the process is
   * killed.
   */
  static synchronized void loadLibrary(Path directory) throws IOException {
    NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
    RocksDB.loadLibrary();
  }

  /** Whether a failure means that something is not as it was written. */
  static boolean isDamage(RocksDBException e) {
    Status status = e.getStatus();
    return status != null
        && switch (status.getCode()) {
          case Corruption, NotFound, InvalidArgument, Incomplete -> true;
          // A path that is not there, for which the Java side has no name.
          case IOError -> status.getSubCode() == Status.SubCode.Undefined;
          default -> false;
        };
  }

  RocksDB rocks() {
    return rocks;
  }

  /** The last block that was committed. */
  Optional<Latest> latest() throws RocksDBException {
    return Latest.of(rocks.get(LATEST));
  }

  @Override
  public void close() {
    rocks.close();
    options.close();
  }

  /**
   * How far a store got.
   *
   * @param commits 1 and more
   * @param block unsigned
   */
  record Latest(long commits, long block) {

    private static final int BYTES = 2 * Long.BYTES;

    static Optional<Latest> of(byte[] entry) {
      if (entry == null || entry.length != BYTES) {
        return Optional.empty();
      }
      ByteBuffer numbers = ByteBuffer.wrap(entry);
      return Optional.of(new Latest(numbers.getLong(), numbers.getLong()));
    }

    byte[] bytes() {
      return ByteBuffer.allocate(BYTES).putLong(commits).putLong(block).array();
    }
  }
}
