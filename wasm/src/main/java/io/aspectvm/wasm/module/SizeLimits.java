package io.aspectvm.wasm.module;

import java.util.OptionalLong;

/**
 * Minimum and optional maximum of a memory (pages) or a table (elements), both unsigned 32-bit
 * values.
 */
public record SizeLimits(long minimum, OptionalLong maximum) {}
