package io.aspectvm.compiler;

/** Is told how far the compilation of a module is, on the thread that compiles it. */
@FunctionalInterface
public interface CompilationProgress {

  /**
   * A function is about to be emitted.
   *
   * @param function its index
   * @param functions number of functions, imports included
   */
  void reached(int function, int functions);
}
