package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.AspectLoadException;
import io.aspectvm.runtime.joinpoint.AspectSource;
import io.aspectvm.runtime.store.StoreView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The loaded code of deployed aspects. The store has their modules, which are the truth; a module
 * is compiled and loaded once, whatever the number of join points, versions and threads that want
 * it, and kept by its hash. So is the refusal of one that does not compile or load, so that nobody
 * can have it compiled at every join point. The last used ones are kept; what an execution has is
 * not taken away from it. Thread-safe. Does not own the runtime, whose closing ends all it gave
 * away.
 */
public final class AspectLibrary implements AspectCompiler {

  private final AspectRuntime runtime;
  private final AspectCompiler compiler;
  private final int capacity;

  /** Guarded by itself; in the order of their last use. */
  private final Map<ByteKey, Code> modules = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A library.
   *
   * @param compiler asked for a module that is not kept here; one that remembers what it compiled
   *     before the process began saves the time after a restart
   * @param capacity modules to keep, 0 or more
   */
  public AspectLibrary(AspectRuntime runtime, AspectCompiler compiler, int capacity) {
    this.runtime = Objects.requireNonNull(runtime);
    this.compiler = Objects.requireNonNull(compiler);
    this.capacity = capacity;
  }

  /** The code of one module, or why there is none; made by whoever asks first. */
  private final class Code {

    private Aspect aspect;
    private String refusal;

    /** Others wait meanwhile. Failures that other nodes do not have are not kept. */
    synchronized Aspect load(Supplier<byte[]> wasm) throws AspectLoadException {
      if (refusal != null) {
        throw new AspectLoadException(refusal);
      }
      if (aspect == null) {
        byte[] module = wasm.get();
        try {
          aspect = runtime.load(compiler.compile(module));
        } catch (RefusalException | UnloadableModuleException | ArtefactException e) {
          refusal = String.valueOf(e.getMessage());
          throw new AspectLoadException(refusal, e);
        }
      }
      return aspect;
    }
  }

  /** Compiles a module, always. */
  @Override
  public CompiledModule compile(byte[] wasm) throws RefusalException {
    return compiler.compile(wasm);
  }

  /** Compiles and loads what is valid, too: it is going to run soon. */
  @Override
  public void validate(byte[] wasm) throws RefusalException {
    compiler.validate(wasm);
    try {
      load(ByteKey.of(Hashes.keccak256(wasm)), () -> wasm);
    } catch (AspectLoadException e) {
      // Whoever runs it comes to know.
    }
  }

  private Aspect load(ByteKey hash, Supplier<byte[]> wasm) throws AspectLoadException {
    return code(hash).load(wasm);
  }

  private Code code(ByteKey hash) {
    synchronized (modules) {
      Code code = modules.computeIfAbsent(hash, any -> new Code());
      if (modules.size() > capacity) {
        modules.remove(modules.keySet().iterator().next());
      }
      return code;
    }
  }

  /**
   * The aspects that a view of a store has. They are the library's and stay open: whoever gets one
   * does not close it.
   */
  public AspectSource of(StoreView view) {
    DeployedAspects deployed = new DeployedAspects(view);
    return (id, version) -> load(deployed, id, version);
  }

  private Aspect load(DeployedAspects deployed, ByteKey id, long version)
      throws AspectLoadException {
    ByteKey hash =
        deployed
            .version(id, version)
            .map(VersionRecord::codeHash)
            .orElseThrow(
                () -> new AspectLoadException("aspect " + id + " has no version " + version));
    return load(hash, () -> deployed.code(id, version).orElseThrow());
  }
}
