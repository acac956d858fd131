package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * An element segment. Each item is an initialiser; the short form's function indices are read as
 * {@code ref.func}.
 *
 * @param tableIndex for an active segment, otherwise -1
 * @param position for an active segment: the offset in the table; otherwise null
 */
public record ElementSegment(
    SegmentMode mode,
    ValueType type,
    int tableIndex,
    ConstantExpression position,
    List<ConstantExpression> items,
    int offset) {

  public ElementSegment {
    items = List.copyOf(items);
  }
}
