package io.aspectvm.wasm.module;

/**
 * A data segment. Its bytes stay in the module.
 *
 * @param memoryIndex for an active segment, otherwise -1
 * @param position for an active segment: the offset in memory; otherwise null
 * @param start byte offset of the content in the module
 * @param length of the content, in bytes
 * @param offset byte offset of the segment in the module
 */
public record DataSegment(
    SegmentMode mode,
    int memoryIndex,
    ConstantExpression position,
    int start,
    int length,
    int offset) {}
