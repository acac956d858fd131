package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.AspectLoadException;
import io.aspectvm.runtime.joinpoint.AspectSource;
import io.aspectvm.runtime.store.StoreView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The compiled code of deployed aspects. The store has their modules, which are the truth; what is
 * compiled is kept here by the hash of the module, the last used ones. Thread-safe. Does not own
 * the runtime.
 */
public final class AspectLibrary implements AspectCompiler {

  private final AspectRuntime runtime;
  private final AspectCompiler compiler;
  private final int capacity;

  /** Guarded by itself; in the order of their last use. */
  private final Map<ByteKey, CompiledModule> modules = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A library.
   *
   * @param capacity modules to keep, 0 or more
   */
  public AspectLibrary(AspectRuntime runtime, AspectCompiler compiler, int capacity) {
    this.runtime = Objects.requireNonNull(runtime);
    this.compiler = Objects.requireNonNull(compiler);
    this.capacity = capacity;
  }

  /** Compiles a module, or gives what was compiled before. */
  @Override
  public CompiledModule compile(byte[] wasm) throws RefusalException {
    ByteKey hash = ByteKey.of(Hashes.keccak256(wasm));
    CompiledModule known = known(hash);
    return known == null ? compile(hash, wasm) : known;
  }

  /** Compiles what is valid, too: it is going to run soon. */
  @Override
  public void validate(byte[] wasm) throws RefusalException {
    compiler.validate(wasm);
    try {
      compile(wasm);
    } catch (RefusalException e) {
      // Whoever runs it comes to know.
    }
  }

  private CompiledModule compile(ByteKey hash, byte[] wasm) throws RefusalException {
    CompiledModule module = compiler.compile(wasm);
    synchronized (modules) {
      modules.put(hash, module);
      if (modules.size() > capacity) {
        modules.remove(modules.keySet().iterator().next());
      }
    }
    return module;
  }

  private CompiledModule known(ByteKey hash) {
    synchronized (modules) {
      return modules.get(hash);
    }
  }

  /** The aspects that a view of a store has. */
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
    CompiledModule module = known(hash);
    try {
      return runtime.load(
          module == null ? compile(hash, deployed.code(id, version).orElseThrow()) : module);
    } catch (RefusalException e) {
      throw new AspectLoadException(e.getMessage(), e);
    }
  }
}
