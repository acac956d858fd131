package io.aspectvm.wasm.module;

/** When a segment's content is copied. */
public enum SegmentMode {
  /** At instantiation. */
  ACTIVE,
  /** By {@code memory.init} or {@code table.init}. */
  PASSIVE,
  /** Never; it only declares functions that {@code ref.func} may name. */
  DECLARATIVE
}
