package io.aspectvm.wasm.module;

import java.util.Objects;

/**
 * An import. Exactly one of the type components is in use, as {@code kind} says; the others are
 * null ({@code typeIndex} -1).
 *
 * @param offset byte offset of the entry in the module
 */
public record Import(
    String module,
    String field,
    ExternalKind kind,
    int typeIndex,
    TableType table,
    MemoryType memory,
    GlobalType global,
    int offset) {

  public Import {
    Objects.requireNonNull(module);
    Objects.requireNonNull(field);
    Objects.requireNonNull(kind);
  }
}
