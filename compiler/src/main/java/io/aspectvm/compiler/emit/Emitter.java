package io.aspectvm.compiler.emit;

/** Emits one wasm instruction whose operands are on the JVM operand stack. */
@FunctionalInterface
interface Emitter {

  /**
   * @param value memory offset (unsigned 32-bit), constant, or raw bits of a float constant
   */
  void emit(MethodFrame frame, long value);
}
