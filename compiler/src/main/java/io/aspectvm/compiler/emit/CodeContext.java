package io.aspectvm.compiler.emit;

import io.aspectvm.wasm.module.WasmModule;

/**
 * What emission needs to know of the module as a whole.
 *
 * @param names where each function's method is
 * @param mayGrow by function index: whether a call of it may grow the memory
 * @param metered whether gas is charged at all
 * @param open whether references to functions are addresses, not function indices
 */
public record CodeContext(
    WasmModule module, ModuleNames names, boolean[] mayGrow, boolean metered, boolean open) {

  /** Whether a global lives in another instance: an immutable one is copied from there. */
  boolean isElsewhere(int globalIndex) {
    return globalIndex < module.globalImports().size() && module.globalType(globalIndex).mutable();
  }

  /** Whether a call through a table may grow the memory. */
  boolean indirectMayGrow() {
    for (boolean grows : mayGrow) {
      if (grows) {
        return true;
      }
    }
    return false;
  }
}
