package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.code.CompiledModule;

/**
 * The node's compiler: validates and compiles a module that is deployed or loaded. Every node of a
 * chain must come to the same verdict. Thread-safe.
 */
@FunctionalInterface
public interface AspectCompiler {

  /**
   * Compiles a module.
   *
   * @param wasm the module in the binary format; not changed
   * @throws RefusalException if it is no valid aspect; the text becomes the deployment's error
   */
  CompiledModule compile(byte[] wasm) throws RefusalException;
}
