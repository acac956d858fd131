package io.aspectvm.wasm.module;

/**
 * A data segment. Its bytes stay in the module.
 *
 * @param position for an active segment: the offset in memory; otherwise null
 * @param start byte offset of the content in the module
 * @param length of the content, in bytes
 */
public record DataSegment(
    SegmentMode mode, ConstantExpression position, int start, int length, int offset) {}
