package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An element segment. Each item is an initialiser; the short form's function indices are read as
 * {@code ref.func}.
 *
 * @param tableIndex for an active segment, otherwise -1
 * @param position for an active segment: the offset in the table; otherwise null
 * @param offset byte offset of the segment in the module
 */
public record ElementSegment(
    SegmentMode mode,
    ValueType type,
    int tableIndex,
    ConstantExpression position,
    List<ConstantExpression> items,
    int offset) {

  public ElementSegment {
    items = items instanceof FunctionIndices ? items : List.copyOf(items);
  }

  /** True if the items were written as function indices, which is older than reference types. */
  public boolean hasFunctionIndices() {
    return items instanceof FunctionIndices;
  }

  /**
   * Items in the short form. They stay numbers until someone asks for one of them, as a byte of the
   * module must not cost an object.
   *
   * @param indices the function indices, unsigned; not copied, and not to be changed any more
   * @param offset byte offset that the items claim to be at
   */
  public static List<ConstantExpression> functionIndices(int[] indices, int offset) {
    return new FunctionIndices(indices, offset);
  }

  private static final class FunctionIndices extends AbstractList<ConstantExpression>
      implements RandomAccess {

    private final int[] indices;
    private final int offset;

    FunctionIndices(int[] indices, int offset) {
      this.indices = indices;
      this.offset = offset;
    }

    @Override
    public ConstantExpression get(int i) {
      long value = indices[i] & 0xFFFF_FFFFL;
      return new ConstantExpression(
          offset, List.of(new ConstantExpression.Instruction(Opcode.REF_FUNC, value, offset)));
    }

    @Override
    public int size() {
      return indices.length;
    }
  }
}
