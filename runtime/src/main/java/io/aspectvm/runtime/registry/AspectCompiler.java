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
   * @throws RefusalException if it is no valid aspect, or a valid one that cannot be compiled: such
   *     a one crashes wherever it is to run (join-points, section 4)
   */
  CompiledModule compile(byte[] wasm) throws RefusalException;

  /**
   * Validates a module that is to be deployed (aspect-abi, section 2.1). What is valid and does not
   * compile is deployed all the same, as on the reference: a module with several results, which
   * cannot be metered.
   *
   * @param wasm as above
   * @throws RefusalException if it is no valid aspect; the text becomes the deployment's error
   */
  default void validate(byte[] wasm) throws RefusalException {
    compile(wasm);
  }
}
