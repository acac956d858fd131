package io.aspectvm.jmh.engine;

/** Something that executes wasm, this project or a peer; all are measured through this. */
public interface Engine {

  /** As in parameters and tables: lower case, no spaces. */
  String name();

  /**
   * Makes a module ready to be called on the current thread.
   *
   * @param wasm a module without imports, valid under the profile {@code aspect}
   * @param export a function {@code (i32) -> i64}
   * @param gas whether gas is counted: by this project as it always does, by its peers in code that
   *     {@link GasInjection} puts into the module
   * @throws Exception whatever the engine throws where it cannot
   */
  LoadedKernel load(byte[] wasm, String export, boolean gas) throws Exception;
}
