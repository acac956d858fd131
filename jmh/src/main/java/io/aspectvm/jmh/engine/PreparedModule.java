package io.aspectvm.jmh.engine;

/** A compiled module of a {@link FreshEngine}. For one thread. */
@FunctionalInterface
public interface PreparedModule extends AutoCloseable {

  /**
   * Makes an instance, calls the export in it, and lets it go.
   *
   * @return what the export returns
   * @throws RuntimeException whatever the engine throws on a trap
   */
  long call(int argument);

  /** Frees what the engine does not leave to the garbage collector. */
  @Override
  default void close() {}
}
