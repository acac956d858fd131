package io.aspectvm.wasm.module;

/**
 * An export.
 *
 * @param index in the index space of {@code kind}
 * @param offset byte offset of the entry in the module
 */
public record Export(String name, ExternalKind kind, int index, int offset) {}
