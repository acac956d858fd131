/**
 * Structured control to labels and jumps, one function at a time.
 *
 * <p>The result is a flat list of {@link io.aspectvm.compiler.lower.LoweredOp}s over two kinds of
 * place: the JVM operand stack, for values that are made and used between two control instructions,
 * and <em>registers</em>, for everything that lives longer. Registers are the wasm locals and one
 * more for each (operand-stack height, type) that ever has to be kept. At every label the JVM
 * operand stack is empty: loops can be replaced on the stack by the JIT, frames are all alike, and
 * a function can be cut in two at any label.
 */
package io.aspectvm.compiler.lower;
