package io.aspectvm.compiler;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.cache.ArtefactCache;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;

/** The compiler, and what it compiled before if there is a cache. Thread-safe. */
final class CachingCompiler {

  private final ModuleCompiler compiler;
  private final ArtefactCache cache;

  /**
   * A compiler.
   *
   * @param cache null for none
   */
  CachingCompiler(CompilerOptions options, ArtefactCache cache) {
    this.compiler = new ModuleCompiler(options);
    this.cache = cache;
  }

  Identity identity(byte[] wasm) {
    return compiler.identity(wasm);
  }

  CompiledModule compile(byte[] wasm) throws WasmException {
    return cache == null ? compileNow(wasm) : cache.get(identity(wasm), () -> compileNow(wasm));
  }

  private CompiledModule compileNow(byte[] wasm) throws WasmException {
    return compiler.compile(wasm).module();
  }
}
