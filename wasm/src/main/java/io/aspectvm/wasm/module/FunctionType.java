package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Parameter and result types of a function, or of a block. */
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {

  public static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /** For messages: {@code (i32, i64) -> (i32)}. */
  @Override
  public String toString() {
    return list(parameters) + " -> " + list(results);
  }

  private static String list(List<ValueType> types) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < types.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(types.get(i).text());
    }
    return text.append(')').toString();
  }
}
