package io.aspectvm.wasm.opcode;

import java.util.ArrayList;
import java.util.List;

/**
 * Operand and result types of an instruction whose typing depends on nothing else. Both lists are
 * in stack order: the last element is the top.
 */
public record StackSignature(List<ValueType> operands, List<ValueType> results) {

  public StackSignature {
    operands = List.copyOf(operands);
    results = List.copyOf(results);
  }

  /** Parses {@code "i32 i32 -> i32"}. */
  static StackSignature parse(String text) {
    int arrow = text.indexOf("->");
    return new StackSignature(types(text.substring(0, arrow)), types(text.substring(arrow + 2)));
  }

  private static List<ValueType> types(String text) {
    List<ValueType> types = new ArrayList<>();
    for (String word : text.trim().split(" ", -1)) {
      if (!word.isEmpty()) {
        types.add(ValueType.byText(word).orElseThrow());
      }
    }
    return types;
  }
}
