package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.host.ImportPrice;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the ABI needs to know of a module that was loaded and linked. The loader implements it, from
 * the manifest; immutable and thread-safe.
 */
public interface LinkedModule {

  /** Depth budget where nothing else is configured, in slots. */
  int DEFAULT_DEPTH_BUDGET = 262_144;

  /** Function index of the exported function of this name, or empty where there is none. */
  OptionalInt exportedFunction(String name);

  /**
   * Type of a function.
   *
   * @param functionIndex imports come first
   */
  FunctionSignature signature(int functionIndex);

  /** Type with this index, as an indirect call names it. */
  FunctionSignature type(int typeIndex);

  /** Number of functions, imports included. */
  int functionCount();

  /** What the module exports as {@code memory}. */
  ExportedMemory exportedMemory();

  /** Number of imported functions: their indices are 0 up to here. */
  int importCount();

  /**
   * Price of an import.
   *
   * @param functionIndex 0 to {@link #importCount()} - 1
   */
  ImportPrice importPrice(int functionIndex);

  /** Name of a function for backtraces, or empty where the module has none. */
  Optional<String> functionName(int functionIndex);

  /** Depth budget of an execution, in slots. */
  default int depthBudget() {
    return DEFAULT_DEPTH_BUDGET;
  }
}
