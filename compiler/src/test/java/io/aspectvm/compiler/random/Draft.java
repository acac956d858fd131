package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A program before its functions have bodies: all that code can name.
 *
 * @param types of all functions
 */
record Draft(
    Configuration configuration,
    OperatorPool operators,
    List<FunctionType> types,
    List<Program.GlobalVariable> globals,
    int memoryMinimum,
    int memoryMaximum,
    List<Program.Table> tables,
    List<Program.Data> data,
    List<Program.Elements> elements) {

  /** Indices of globals of this type, those that code may set if {@code mutable}. */
  List<Integer> globals(ValueType type, boolean mutable) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < globals.size(); i++) {
      Program.GlobalVariable global = globals.get(i);
      boolean settable = global.mutable() && i > Program.SUM;
      if (global.type() == type && (settable || !mutable)) {
        found.add(i);
      }
    }
    return found;
  }

  /** Indices of tables with elements of this type. */
  List<Integer> tables(ValueType type) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).type() == type) {
        found.add(i);
      }
    }
    return found;
  }

  /** Indices of element segments of this type. */
  List<Integer> elements(ValueType type) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).type() == type) {
        found.add(i);
      }
    }
    return found;
  }

  /** A place in table 0 that has a function of this type at the beginning, or -1. */
  int placeOf(FunctionType type) {
    for (Program.Elements segment : elements) {
      if (segment.mode() == SegmentMode.ACTIVE && segment.table() == 0) {
        for (int i = 0; i < segment.items().size(); i++) {
          int function = segment.items().get(i);
          if (function >= 0 && types.get(function).equals(type)) {
            return segment.offset() + i;
          }
        }
      }
    }
    return -1;
  }
}
