package io.aspectvm.wasm.module;

/**
 * A custom section. Its bytes stay in the module.
 *
 * @param start byte offset of the content, behind the name
 * @param end byte offset behind the content
 */
public record CustomSection(String name, int start, int end) {}
