package io.aspectvm.wasm.opcode;

import java.util.ArrayList;
import java.util.List;

/**
 * Operand and result types of an instruction whose typing depends on nothing but, at most, the type
 * of a table. Both lists are in stack order: the last element is the top.
 */
public record StackSignature(List<ValueType> operands, List<ValueType> results) {

  /** Stands for the element type of a table. */
  private static final String ELEMENT = "t";

  public StackSignature {
    operands = List.copyOf(operands);
    results = List.copyOf(results);
  }

  /**
   * Parses {@code "i32 t -> i32"}.
   *
   * @param element what {@code t} stands for; null where the text has none
   */
  static StackSignature parse(String text, ValueType element) {
    int arrow = text.indexOf("->");
    return new StackSignature(
        types(text.substring(0, arrow), element), types(text.substring(arrow + 2), element));
  }

  /** Whether the text has a {@code t}. */
  static boolean dependsOnElement(String text) {
    return List.of(text.split(" ", -1)).contains(ELEMENT);
  }

  private static List<ValueType> types(String text, ValueType element) {
    List<ValueType> types = new ArrayList<>();
    for (String word : text.trim().split(" ", -1)) {
      if (word.equals(ELEMENT)) {
        types.add(element);
      } else if (!word.isEmpty()) {
        types.add(ValueType.byText(word).orElseThrow());
      }
    }
    return types;
  }
}
