package io.aspectvm.compiler;

import io.aspectvm.runtime.cache.ArtefactCache;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.registry.AspectCompiler;
import io.aspectvm.runtime.registry.RefusalException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.Validator;

/**
 * The compiler as a node gives it to the registry of aspects. What is wrong with a module is the
 * deployment's error: one line (aspect-abi, section 2.1). Thread-safe.
 */
public final class NodeCompiler implements AspectCompiler {

  private final Profile profile;
  private final CachingCompiler compiler;

  /**
   * A compiler that keeps nothing.
   *
   * @param options the same on every node of a chain: they decide what is valid and what it costs
   * @throws IllegalArgumentException if the profile is another than that of aspects
   */
  public NodeCompiler(CompilerOptions options) {
    this(options, null);
  }

  /**
   * A compiler that keeps what it compiled on disk, too.
   *
   * @param options as above
   * @param cache null for none
   * @throws IllegalArgumentException as above
   */
  public NodeCompiler(CompilerOptions options, ArtefactCache cache) {
    if (!options.profile().name().equals(Profile.ASPECT.name())) {
      throw new IllegalArgumentException(
          "a node runs aspects, not profile " + options.profile().name());
    }
    this.profile = options.profile();
    this.compiler = new CachingCompiler(options, cache);
  }

  @Override
  public CompiledModule compile(byte[] wasm) throws RefusalException {
    try {
      return compiler.compile(wasm);
    } catch (WasmException e) {
      throw refusal(e);
    }
  }

  @Override
  public void validate(byte[] wasm) throws RefusalException {
    try {
      Validator.validate(wasm, profile);
    } catch (WasmException e) {
      throw refusal(e);
    }
  }

  private static RefusalException refusal(WasmException cause) {
    return new RefusalException(cause.getMessage().lines().findFirst().orElse(cause.kind()));
  }
}
