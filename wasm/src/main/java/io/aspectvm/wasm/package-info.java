/**
 * WebAssembly itself: the opcode table, the immutable module model, the binary reader and writer,
 * and the validator. Nothing here knows of the JVM, of gas or of aspects, and the package depends
 * on the JDK alone, so that every other part can build on one decoding of one module.
 */
package io.aspectvm.wasm;
