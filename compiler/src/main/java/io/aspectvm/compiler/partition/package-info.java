/**
 * How a function that is too long for one method is cut into several. Pure planning: sizes in,
 * pieces out; the emission of pieces is in {@code emit}.
 */
package io.aspectvm.compiler.partition;
