package io.aspectvm.wasm.module;

/** A global that the module defines. */
public record Global(GlobalType type, ConstantExpression initializer, int offset) {}
