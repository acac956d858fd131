package io.aspectvm.runtime.cache;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.artefact.TrustPolicy;
import io.aspectvm.runtime.cache.CacheEvent.Kind;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Compiled modules in a directory, by identity. What comes out of it is what compiling would give:
 * an entry is read once, checked as every artefact is, must have the identity that is asked for,
 * and is compiled again otherwise. Nothing that happens on the disk makes {@link #get} fail.
 *
 * <p>Thread-safe, and several processes may use one directory. In one process a module is compiled
 * once at a time; two processes may do so twice. The directory is for its owner alone: who can
 * write to it decides what runs, unless entries are {@linkplain Builder#signing signed}.
 *
 * <pre>{@code
 * ArtefactCache cache = ArtefactCache.builder(directory).maximumBytes(1L << 30).build();
 * CompiledModule module = cache.get(compiler.identity(wasm), () -> compiler.compile(wasm).module());
 * }</pre>
 */
public final class ArtefactCache {

  /**
   * How a module is compiled that is not in the cache.
   *
   * @param <E> what it throws, which {@link #get} throws then
   */
  @FunctionalInterface
  public interface Compilation<E extends Exception> {

    /** The module, whose identity must be the one that was asked for. */
    CompiledModule compile() throws E;
  }

  private final CacheDirectory directory;
  private final int maximumEntryBytes;
  private final SigningKey key;
  private final TrustPolicy trust;
  private final Consumer<CacheEvent> listener;

  /** What is being compiled, to be completed with null where that fails. */
  private final ConcurrentMap<String, CompletableFuture<CompiledModule>> inProgress =
      new ConcurrentHashMap<>();

  private ArtefactCache(Builder builder, CacheDirectory directory) {
    this.directory = directory;
    this.maximumEntryBytes =
        (int) Math.min(builder.maximumBytes, ArtefactReader.DEFAULT_MAXIMUM_BYTES);
    this.key = builder.key;
    this.trust =
        key == null ? TrustPolicy.unsignedAllowed() : TrustPolicy.signedBy(key.verificationKey());
    this.listener = builder.listener;
  }

  /**
   * A cache to describe; see the builder's methods for the defaults.
   *
   * @param directory made where there is none
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /**
   * The module of an identity: from the disk, or compiled and put there.
   *
   * @param compilation not called where another thread compiles the same; must not ask this cache
   *     for the same identity
   * @throws E if the compilation does; nothing is written then
   * @throws IllegalArgumentException if the compilation gives another identity
   */
  public <E extends Exception> CompiledModule get(Identity identity, Compilation<E> compilation)
      throws E {
    String name = HexFormat.of().formatHex(Digests.identity(identity));
    while (true) {
      CompletableFuture<CompiledModule> mine = new CompletableFuture<>();
      CompletableFuture<CompiledModule> others = inProgress.putIfAbsent(name, mine);
      if (others == null) {
        return getAlone(name, identity, compilation, mine);
      }
      CompiledModule module = others.join();
      if (module != null) {
        return module;
      }
      // What the other thread ran into is this one's to find out.
    }
  }

  private <E extends Exception> CompiledModule getAlone(
      String name,
      Identity identity,
      Compilation<E> compilation,
      CompletableFuture<CompiledModule> result)
      throws E {
    CompiledModule module = null;
    try {
      module = read(name, identity);
      if (module == null) {
        module = compile(name, identity, compilation);
      }
      return module;
    } finally {
      inProgress.remove(name);
      result.complete(module);
    }
  }

  /** The module of an entry, or null where there is none that can be used. */
  private CompiledModule read(String name, Identity identity) {
    try {
      Optional<byte[]> bytes = directory.read(name, maximumEntryBytes);
      if (bytes.isEmpty()) {
        return null;
      }
      Artefact entry = new ArtefactReader(maximumEntryBytes, identity).open(bytes.get());
      trust.check(entry.signer());
      directory.touch(name);
      report(new CacheEvent(Kind.HIT, name));
      return entry.module();
    } catch (ArtefactException e) {
      report(new CacheEvent(Kind.REFUSED, name, e));
    } catch (IOException e) {
      report(new CacheEvent(Kind.UNREADABLE, name, e));
    }
    return null;
  }

  private <E extends Exception> CompiledModule compile(
      String name, Identity identity, Compilation<E> compilation) throws E {
    CompiledModule module = compilation.compile();
    if (!module.manifest().getIdentity().equals(identity)) {
      throw new IllegalArgumentException("the compilation gave another identity");
    }
    report(new CacheEvent(Kind.COMPILED, name));
    store(name, module);
    return module;
  }

  private void store(String name, CompiledModule module) {
    List<CacheEvent> events = new ArrayList<>();
    try {
      byte[] artefact =
          key == null ? ArtefactWriter.write(module) : ArtefactWriter.write(module, key);
      if (artefact.length > maximumEntryBytes) {
        throw new IllegalArgumentException(
            artefact.length + " bytes, the limit is " + maximumEntryBytes);
      }
      // One at a time, so that the room that was made is there still.
      synchronized (directory) {
        directory.makeRoom(name, artefact.length, events);
        directory.write(name, artefact);
      }
      events.add(new CacheEvent(Kind.STORED, name));
    } catch (IOException | IllegalArgumentException e) {
      events.add(new CacheEvent(Kind.NOT_STORED, name, e));
    }
    events.forEach(this::report);
  }

  private void report(CacheEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      // What an observer does must not decide what a node runs.
    }
  }

  /** Describes a cache. Not thread-safe. */
  public static final class Builder {

    private final Path directory;
    private long maximumBytes = 1L << 30;
    private int maximumEntries = 10_000;
    private SigningKey key;
    private Consumer<CacheEvent> listener = event -> {};
    private FileOperations files = new DiskOperations();

    private Builder(Path directory) {
      this.directory = Objects.requireNonNull(directory);
    }

    /**
     * Most that all entries take together, in bytes; those used longest ago are deleted to make
     * room. Other processes can exceed it by what each is writing. Default: 1 GiB.
     */
    public Builder maximumBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a cache of " + bytes + " bytes");
      }
      this.maximumBytes = bytes;
      return this;
    }

    /** Most entries. Default: 10,000. */
    public Builder maximumEntries(int entries) {
      if (entries <= 0) {
        throw new IllegalArgumentException("a cache of " + entries + " entries");
      }
      this.maximumEntries = entries;
      return this;
    }

    /** Signs entries, and uses those alone that bear this key's signature. Default: neither. */
    public Builder signing(SigningKey key) {
      this.key = Objects.requireNonNull(key);
      return this;
    }

    /**
     * Is told what the cache does, on the threads that use it; what it throws is dropped. Default:
     * nobody.
     */
    public Builder listener(Consumer<CacheEvent> listener) {
      this.listener = Objects.requireNonNull(listener);
      return this;
    }

    Builder files(FileOperations files) {
      this.files = files;
      return this;
    }

    /**
     * The cache. Makes the directory, for its owner alone.
     *
     * @throws IOException if that fails, it is no directory, or others can write to it
     */
    public ArtefactCache build() throws IOException {
      Path real = CachePermissions.prepare(directory);
      return new ArtefactCache(this, new CacheDirectory(real, files, maximumBytes, maximumEntries));
    }
  }
}
