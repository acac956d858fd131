package io.aspectvm.compiler.emit;

import io.aspectvm.wasm.module.WasmModule;

/**
 * What emission needs to know of the module as a whole.
 *
 * @param names where each function's method is
 * @param mayGrow by function index: whether a call of it may grow the memory
 * @param metered whether gas is charged at all
 */
public record CodeContext(
    WasmModule module, ModuleNames names, boolean[] mayGrow, boolean metered) {

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
