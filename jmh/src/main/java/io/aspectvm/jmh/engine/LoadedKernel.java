package io.aspectvm.jmh.engine;

/** A kernel in one instance of an engine. For one thread. */
@FunctionalInterface
public interface LoadedKernel extends AutoCloseable {

  /**
   * Runs it.
   *
   * @return the checksum
   * @throws RuntimeException whatever the engine throws on a trap
   */
  long call(int argument);

  /** Frees what the engine does not leave to the garbage collector. */
  @Override
  default void close() {}
}
