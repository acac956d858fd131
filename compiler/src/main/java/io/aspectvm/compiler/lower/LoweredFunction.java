package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.module.FunctionType;

/**
 * One lowered function.
 *
 * @param functionIndex in the module
 * @param frameSlots cost of a frame in the depth budget (design, section 5)
 * @param touchesMemory whether some entry loads from or stores to memory
 * @param loops whether there is a loop
 * @param settles whether some entry can trap or call: whether the gas counter must be in place when
 *     an exception leaves
 */
public record LoweredFunction(
    int functionIndex,
    FunctionType type,
    LoweredCode code,
    Registers registers,
    int frameSlots,
    boolean touchesMemory,
    boolean loops,
    boolean settles) {}
