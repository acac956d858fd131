package io.aspectvm.runtime;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parameter and result types of a guest's function or import. Immutable.
 *
 * <p>Its text, {@code (i32, i64) -> (i32)}, is the one that the compiler prints for the same type;
 * a manifest carries signatures in that form.
 */
public record FunctionSignature(List<WasmType> parameters, List<WasmType> results) {

  public FunctionSignature {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /** {@code count} pointers to no result, or to one: how a value-typed import looks to wasm. */
  public static FunctionSignature ofPointers(int count, boolean hasResult) {
    return new FunctionSignature(
        Collections.nCopies(count, WasmType.I32), hasResult ? List.of(WasmType.I32) : List.of());
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} has another form
   */
  public static FunctionSignature parse(String text) {
    String[] sides = text.split(" -> ", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException("no function signature: '" + text + "'");
    }
    return new FunctionSignature(parseTypes(sides[0]), parseTypes(sides[1]));
  }

  private static List<WasmType> parseTypes(String side) {
    if (side.length() < 2 || !side.startsWith("(") || !side.endsWith(")")) {
      throw new IllegalArgumentException("no list of value types: '" + side + "'");
    }
    String types = side.substring(1, side.length() - 1);
    return types.isEmpty()
        ? List.of()
        : Arrays.stream(types.split(", ", -1)).map(WasmType::byText).toList();
  }

  @Override
  public String toString() {
    return text(parameters) + " -> " + text(results);
  }

  private static String text(List<WasmType> types) {
    return types.stream().map(WasmType::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
