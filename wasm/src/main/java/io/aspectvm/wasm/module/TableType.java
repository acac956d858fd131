package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;

/** Element type (a reference type) and size of a table, in elements. */
public record TableType(ValueType elementType, SizeLimits limits) {}
