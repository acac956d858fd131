package io.aspectvm.compiler;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactCompiler;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.cache.ArtefactCache;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;

/** The compiler as a trust policy takes it. Thread-safe. */
public final class ModuleRecompiler implements ArtefactCompiler {

  private final CachingCompiler compiler;

  /**
   * A compiler that keeps nothing.
   *
   * @param options those that artefacts are expected to be made with
   */
  public ModuleRecompiler(CompilerOptions options) {
    this(options, null);
  }

  /**
   * A compiler that keeps what it compiled on disk, too, so that a node that starts on old
   * artefacts once more compiles them once.
   *
   * @param options as above
   * @param cache null for none
   */
  public ModuleRecompiler(CompilerOptions options, ArtefactCache cache) {
    this.compiler = new CachingCompiler(options, cache);
  }

  @Override
  public Identity identity(byte[] wasm) {
    return compiler.identity(wasm);
  }

  @Override
  public CompiledModule compile(byte[] wasm) {
    try {
      return compiler.compile(wasm);
    } catch (WasmException e) {
      String line = e.getMessage().lines().findFirst().orElse("");
      throw new ArtefactException(
          Kind.NOT_COMPILABLE, "the wasm in it does not compile: " + e.kind() + ": " + line, e);
    }
  }
}
