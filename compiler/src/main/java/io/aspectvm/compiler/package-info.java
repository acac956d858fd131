/**
 * The ahead-of-time compiler from a validated WebAssembly module to JVM classes, and the writer of
 * deterministic artefacts. The same input and options give the same bytes; warnings are part of the
 * result, and nothing is printed.
 */
package io.aspectvm.compiler;
