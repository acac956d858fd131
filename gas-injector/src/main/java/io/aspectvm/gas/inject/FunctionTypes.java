package io.aspectvm.gas.inject;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of a module, and those that instrumentation adds behind them. */
final class FunctionTypes {

  private static final int FUNCTION_TYPE = 0x60;

  private final Map<FunctionType, Integer> indices = new HashMap<>();
  private final List<FunctionType> added = new ArrayList<>();
  private final int existing;

  FunctionTypes(List<FunctionType> types) {
    existing = types.size();
    for (int i = 0; i < existing; i++) {
      indices.putIfAbsent(types.get(i), i);
    }
  }

  /** Index of the first equal type, which is added if there is none: what the reference does. */
  int indexOf(FunctionType type) {
    Integer index = indices.get(type);
    if (index == null) {
      index = existing + added.size();
      indices.put(type, index);
      added.add(type);
    }
    return index;
  }

  List<WasmOutput> addedEntries() {
    List<WasmOutput> entries = new ArrayList<>();
    for (FunctionType type : added) {
      WasmOutput out = new WasmOutput(16).writeByte(FUNCTION_TYPE);
      write(type.parameters(), out);
      write(type.results(), out);
      entries.add(out);
    }
    return entries;
  }

  private static void write(List<ValueType> types, WasmOutput out) {
    out.writeU32(types.size());
    for (ValueType type : types) {
      out.writeByte(type.code());
    }
  }
}
