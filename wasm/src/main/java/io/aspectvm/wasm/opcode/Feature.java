package io.aspectvm.wasm.opcode;

/**
 * A part of the language that a profile can switch on or off: everything after WebAssembly 1.0, and
 * floating point, which the reference's deploy-time validation switches off.
 */
public enum Feature {
  FLOATS("floating-point"),
  MUTABLE_GLOBAL("mutable-global"),
  SIGN_EXTENSION("sign-extension"),
  MULTI_VALUE("multi-value"),
  SATURATING_FLOAT_TO_INT("saturating float-to-int"),
  BULK_MEMORY("bulk memory"),
  REFERENCE_TYPES("reference types"),
  EXTENDED_CONST("extended const"),
  TAIL_CALL("tail calls"),
  WIDE_ARITHMETIC("wide arithmetic"),
  SIMD("SIMD"),
  THREADS("threads"),
  EXCEPTIONS("exceptions"),
  MULTI_MEMORY("multi-memory"),
  MEMORY64("memory64"),
  GC("gc"),
  /** Importing memories, tables and globals: linking of several modules. */
  LINKING("imported memories, tables and globals");

  private final String text;

  Feature(String text) {
    this.text = text;
  }

  /** The name used in messages. */
  public String text() {
    return text;
  }
}
