package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.DataSegment;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Reads element and data segments (WebAssembly 2.0, sections 5.5.12 and 5.5.14). */
final class SegmentReader {

  private static final int NOT_ACTIVE = 1;

  /** Of an active segment: the index is written. Of another element segment: it is declarative. */
  private static final int EXPLICIT_INDEX = 2;

  private static final int EXPRESSIONS = 4;

  private final ByteReader in;
  private final TypeReader types;
  private final ExpressionReader expressions;
  private int elementsLeft;

  SegmentReader(ByteReader in, Limits limits, TypeReader types, ExpressionReader expressions) {
    this.in = in;
    this.types = types;
    this.expressions = expressions;
    this.elementsLeft = limits.tableElements();
  }

  ElementSegment readElementSegment()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = in.position();
    int flags = in.readU32();
    if (flags < 0 || flags > 7) {
      throw in.malformed(
          "malformed elements segment kind: " + Integer.toUnsignedString(flags), offset);
    }
    SegmentMode mode = SegmentMode.ACTIVE;
    int tableIndex = -1;
    ConstantExpression position = null;
    if ((flags & NOT_ACTIVE) == 0) {
      tableIndex = (flags & EXPLICIT_INDEX) == 0 ? 0 : in.readU32();
      position = expressions.read();
    } else {
      mode = (flags & EXPLICIT_INDEX) == 0 ? SegmentMode.PASSIVE : SegmentMode.DECLARATIVE;
    }
    boolean typed = (flags & (NOT_ACTIVE | EXPLICIT_INDEX)) != 0;
    boolean asExpressions = (flags & EXPRESSIONS) != 0;
    ValueType type = ValueType.FUNCREF;
    if (typed && asExpressions) {
      type = types.readReferenceType();
    } else if (typed) {
      readElementKind();
    }
    List<ConstantExpression> items = readItems(asExpressions);
    return new ElementSegment(mode, type, tableIndex, position, items, offset);
  }

  private void readElementKind() throws MalformedModuleException {
    int at = in.position();
    int kind = in.readByte();
    if (kind != 0) {
      throw in.malformed("malformed element kind: 0x" + Integer.toHexString(kind), at);
    }
  }

  private List<ConstantExpression> readItems(boolean asExpressions)
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = in.position();
    int count = in.readCount("elements", 1, elementsLeft);
    elementsLeft -= count;
    if (asExpressions) {
      List<ConstantExpression> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(expressions.read());
      }
      return items;
    }
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = in.readU32();
    }
    return ElementSegment.functionIndices(indices, offset);
  }

  DataSegment readDataSegment()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int offset = in.position();
    int flags = in.readU32();
    if (flags < 0 || flags > 2) {
      throw in.malformed("malformed data segment kind: " + Integer.toUnsignedString(flags), offset);
    }
    boolean active = flags != NOT_ACTIVE;
    int memoryIndex = active ? 0 : -1;
    if (flags == EXPLICIT_INDEX) {
      memoryIndex = in.readU32();
    }
    ConstantExpression position = active ? expressions.read() : null;
    int length = in.readLength();
    int start = in.position();
    in.skip(length);
    return new DataSegment(
        active ? SegmentMode.ACTIVE : SegmentMode.PASSIVE,
        memoryIndex,
        position,
        start,
        length,
        offset);
  }
}
