package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;

/** Type and mutability of a global. */
public record GlobalType(ValueType type, boolean mutable) {}
