package io.aspectvm.wasm.module;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * Parameter and result types of a function, or of a block.
 *
 * <p>Ordered, in no order that means anything: whoever writes a module can choose thousands of
 * types with one hash code, and a hash map finds keys of one hash code fast only if they have an
 * order.
 */
public record FunctionType(List<ValueType> parameters, List<ValueType> results)
    implements Comparable<FunctionType> {

  public static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  @Override
  public int compareTo(FunctionType other) {
    int order = compare(parameters, other.parameters);
    return order != 0 ? order : compare(results, other.results);
  }

  private static int compare(List<ValueType> left, List<ValueType> right) {
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
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
