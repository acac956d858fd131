/**
 * JVM bytecode from lowered functions. ASM is used here and nowhere else but in {@code partition}.
 *
 * <p>Every function becomes a public static method {@code f<index>} that takes the parameters, then
 * the instance, then the depth budget left. Parameters come first because they are on the JVM
 * operand stack before a call is reached; what the compiler adds goes behind them without a
 * shuffle.
 */
package io.aspectvm.compiler.emit;
