package io.aspectvm.runtime;

import java.nio.ByteBuffer;

/**
 * What a host function may use of the execution that called it. A host function declares it as its
 * first parameter if it wants it. Valid during the call only; confined to the calling thread.
 */
public interface HostContext {

  /** EVM gas left to the execution: the counter divided by 1000, at this moment. */
  long evmGasLeft();

  /**
   * Takes EVM gas from the execution, on top of the call's price (aspect-abi, section 5.2, step 7).
   *
   * @param amount EVM gas, 0 to {@link #evmGasLeft()}
   */
  void spendEvmGas(long amount);

  /** The exact counter in WASM gas. */
  long wasmGasLeft();

  /**
   * The guest's memory, little-endian; stale as soon as guest code runs again. The memory of an
   * execution that asked for it is not used for later ones.
   */
  ByteBuffer memory();
}
