package io.aspectvm.runtime;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.TrustPolicy;
import io.aspectvm.runtime.artefact.TrustedReader;
import io.aspectvm.runtime.code.CodeVersion;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.LoadLimits;
import io.aspectvm.runtime.code.ManifestCheck;
import io.aspectvm.runtime.code.ModuleLoader;
import io.aspectvm.runtime.code.SpareMemories;
import io.aspectvm.runtime.host.HostModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Loads compiled aspects and executes them. Thread-safe; a node needs one for each isolation policy
 * and set of host modules that it uses.
 *
 * <pre>{@code
 * try (AspectRuntime runtime = AspectRuntime.builder().build();
 *     Aspect aspect = runtime.load(Path.of("guard.aspect"))) {
 *   ExecutionContext context = ExecutionContext.builder().services(services).build();
 *   ExecutionResult result =
 *       aspect.call(context, "execute", 1_000_000, Str.of("preContractCall"), new Bytes(input));
 * }
 * }</pre>
 */
public final class AspectRuntime implements AutoCloseable {

  private final Isolation isolation;
  private final HostModules hostModules;
  private final TrustedReader reader;
  private final ModuleCache cache;
  private final ExecutionThreads threads;
  private volatile boolean closed;

  private AspectRuntime(Builder builder) {
    isolation = builder.isolation;
    hostModules = builder.hostModules;
    reader = new TrustedReader(builder.maximumArtefactBytes, builder.expected(), builder.trust);
    cache =
        new ModuleCache(
            new ModuleLoader(hostModules, isolation, builder.limits),
            builder.cachedModules,
            builder.cachedClassBytes);
    threads = new ExecutionThreads(builder.limits.depthBudget(), builder.threads);
  }

  /** A runtime to describe; see the builder's methods for the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  public Isolation isolation() {
    return isolation;
  }

  public HostModules hostModules() {
    return hostModules;
  }

  /**
   * Makes threads that executions run on directly, without being handed over to another: their
   * stack is large enough for the depth budget, as long as less than a megabyte of it is in use
   * when an execution begins. A hand-over costs 5 to 90 us. Daemon threads.
   */
  public ThreadFactory threadFactory() {
    return threads.factory();
  }

  /**
   * Loads an artefact. The file is read each time; the code of a module that was loaded before is
   * used again.
   *
   * @throws IOException if the file cannot be read
   * @throws ArtefactException if it is no artefact, damaged, not trusted, or made of other things
   *     than expected, and the trust policy does not have it compiled again
   * @throws UnloadableModuleException if the module does not fit this runtime
   */
  public Aspect load(Path artefact) throws IOException {
    return load(reader.read(artefact));
  }

  /**
   * Loads an artefact that is in memory; the array is not kept.
   *
   * @throws ArtefactException as {@link #load(Path)}
   * @throws UnloadableModuleException as {@link #load(Path)}
   */
  public Aspect load(byte[] artefact) {
    return load(reader.read(artefact));
  }

  /**
   * Loads a module from the compiler.
   *
   * @throws UnloadableModuleException if the module does not fit this runtime
   */
  public Aspect load(CompiledModule module) {
    requireOpen();
    return new Aspect(this, cache.get(module, false));
  }

  /** As {@link #load(CompiledModule)}, but leaves what host modules do not offer to a linker. */
  ModuleCache.Entry loadForLinking(CompiledModule module) {
    requireOpen();
    ModuleCache.Entry entry = cache.get(module, true);
    // One that was loaded before is known by its manifest; a linker reads this one's segments.
    ManifestCheck.checkWasm(module);
    return entry;
  }

  /** Runs an execution on a thread with stack enough. */
  <T> T execute(Function<SpareMemories, T> execution) {
    requireOpen();
    return threads.run(execution);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the runtime is closed");
    }
  }

  /**
   * Lets modules and threads go. Executions in progress end as they would; new ones are refused.
   * Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    threads.close();
    cache.close();
  }

  /** Describes a runtime. Not thread-safe. */
  public static final class Builder {

    private Isolation isolation = Isolation.CLASS_LOADER;
    private HostModules hostModules = HostModules.standard();
    private LoadLimits limits = LoadLimits.DEFAULT;
    private int cachedModules = 256;
    private long cachedClassBytes = 256L << 20;
    private int threads = 4 * Runtime.getRuntime().availableProcessors();
    private int maximumArtefactBytes = ArtefactReader.DEFAULT_MAXIMUM_BYTES;
    private Identity expected = Identity.getDefaultInstance();
    private TrustPolicy trust = TrustPolicy.unsignedAllowed();

    private Builder() {}

    /** Default: {@link Isolation#CLASS_LOADER}. */
    public Builder isolation(Isolation isolation) {
      this.isolation = Objects.requireNonNull(isolation);
      return this;
    }

    /** What aspects may import. Default: {@link HostModules#standard()}. */
    public Builder hostModules(HostModules hostModules) {
      this.hostModules = Objects.requireNonNull(hostModules);
      return this;
    }

    /** Most that a module may ask for. Default: {@link LoadLimits#DEFAULT}. */
    public Builder limits(LoadLimits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** Modules whose code is kept although nobody has them loaded. Default: 256. */
    public Builder cachedModules(int modules) {
      if (modules < 0) {
        throw new IllegalArgumentException("a cache of " + modules + " modules");
      }
      this.cachedModules = modules;
      return this;
    }

    /**
     * Bytes of class files in all of those modules together, of those that the policy may define; a
     * module with more is not kept. Default: 256 MiB.
     */
    public Builder cachedClassBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a cache of " + bytes + " bytes");
      }
      this.cachedClassBytes = bytes;
      return this;
    }

    /**
     * Executions of other threads than the factory's that run at once; more wait for one to end.
     * Default: four for each processor.
     */
    public Builder threads(int threads) {
      if (threads <= 0) {
        throw new IllegalArgumentException(threads + " threads");
      }
      this.threads = threads;
      return this;
    }

    /** Largest artefact to read, in bytes. Default: 256 MiB. */
    public Builder maximumArtefactBytes(int bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("artefacts of " + bytes + " bytes");
      }
      this.maximumArtefactBytes = bytes;
      return this;
    }

    /**
     * What artefacts must be made of: each field that is set must be the same in an artefact's
     * identity, otherwise it is stale. Where this does not set them, an artefact's compiler must be
     * the one of this version, and its host modules this runtime's.
     */
    public Builder expecting(Identity identity) {
      this.expected = Objects.requireNonNull(identity);
      return this;
    }

    /**
     * Whose artefacts are run, and what happens to others. Default: {@link
     * TrustPolicy#unsignedAllowed()}, and nothing is compiled here.
     */
    public Builder trust(TrustPolicy policy) {
      this.trust = Objects.requireNonNull(policy);
      return this;
    }

    private Identity expected() {
      return Identity.newBuilder()
          .setCompiler(CodeVersion.TEXT)
          .setHostDigest(ByteString.copyFrom(HexFormat.of().parseHex(hostModules.digest())))
          .mergeFrom(expected)
          .build();
    }

    /**
     * Makes the runtime.
     *
     * @throws UnsafeJvmException if this JVM does not verify classes
     */
    public AspectRuntime build() {
      return new AspectRuntime(this);
    }
  }
}
