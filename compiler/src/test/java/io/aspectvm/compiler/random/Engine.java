package io.aspectvm.compiler.random;

import io.aspectvm.wasm.WasmException;

/** A way to run a module. */
interface Engine {

  /** A fresh instance; its state stays from call to call. */
  Side start();

  /** An instance on an engine. */
  @FunctionalInterface
  interface Side {
    Observation call(Call call);
  }

  /** Prepares a module for an engine. */
  @FunctionalInterface
  interface Maker {
    Engine of(Subject subject) throws WasmException;
  }
}
