package io.aspectvm.compiler.emit;

import io.aspectvm.wasm.module.WasmModule;
import java.util.BitSet;

/**
 * What emission needs to know of the module as a whole.
 *
 * @param names where each function's method is
 * @param mayGrow functions, by index, that may grow the memory when they are called
 * @param metered whether gas is charged at all
 * @param open whether references to functions are addresses, not function indices
 */
public record CodeContext(
    WasmModule module, ModuleNames names, BitSet mayGrow, boolean metered, boolean open) {

  /** Whether a global lives in another instance: an immutable one is copied from there. */
  boolean isElsewhere(int globalIndex) {
    return globalIndex < module.globalImports().size() && module.globalType(globalIndex).mutable();
  }

  /** Whether a call through a table may grow the memory. */
  boolean indirectMayGrow() {
    return !mayGrow.isEmpty();
  }
}
