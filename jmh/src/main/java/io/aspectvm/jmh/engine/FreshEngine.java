package io.aspectvm.jmh.engine;

/** An engine that executes each call in an instance of its own, as chains do; this or a peer. */
public interface FreshEngine {

  /** As in tables: lower case, no spaces. */
  String name();

  /**
   * Compiles a module once, for any number of calls on the current thread.
   *
   * @param wasm a module that is valid under the profile {@code aspect}; none of its imports is
   *     called
   * @param export a function {@code (i32) -> i64}
   * @throws Exception whatever the engine throws where it cannot
   */
  PreparedModule prepare(byte[] wasm, String export) throws Exception;
}
