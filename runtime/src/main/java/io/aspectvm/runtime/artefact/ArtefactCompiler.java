package io.aspectvm.runtime.artefact;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.code.CompiledModule;

/**
 * A compiler, as far as artefacts need one at run time: the runtime itself has none. Thread-safe.
 */
public interface ArtefactCompiler {

  /**
   * The identity of what {@link #compile} makes of a module, known before it is compiled.
   *
   * @param wasm the module in the binary format, valid or not; not changed
   */
  Identity identity(byte[] wasm);

  /**
   * Compiles a module.
   *
   * @param wasm as above
   * @throws ArtefactException not compilable, with one line
   */
  CompiledModule compile(byte[] wasm);
}
