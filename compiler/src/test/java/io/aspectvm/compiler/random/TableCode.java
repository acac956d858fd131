package io.aspectvm.compiler.random;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** References and tables. */
final class TableCode {

  private final FunctionGenerator code;

  TableCode(FunctionGenerator code) {
    this.code = code;
  }

  /** A reference to some function. */
  Node function() {
    return Node.of(
        Opcode.REF_FUNC, List.of((long) code.random.below(code.draft.types().size())), List.of());
  }

  Node size() {
    return Node.of(Opcode.TABLE_SIZE, List.of((long) table()), List.of());
  }

  private int table() {
    return code.random.below(code.draft.tables().size());
  }

  /** A reference out of a table, if there is one. */
  Node reference(ValueType type) {
    List<Integer> fitting = code.draft.tables(type);
    if (fitting.isEmpty() || code.random.chance(3)) {
      return code.leaf(type);
    }
    int table = code.random.pick(fitting);
    return Node.typed(Opcode.TABLE_GET, List.of((long) table), List.of(type), index(table));
  }

  /** An index, mostly of an element that is there. */
  private Node index(int table) {
    int size = code.draft.tables().get(table).minimum();
    if (code.risky()) {
      return code.random.chance(2) ? code.value(ValueType.I32) : Node.i32(size);
    }
    return Node.i32(code.random.below(size));
  }

  private Node count() {
    return code.risky()
        ? Node.constant(ValueType.I32, Boundaries.value(ValueType.I32, code.random))
        : Node.i32(code.random.below(2));
  }

  Node statement() {
    int table = table();
    long index = table;
    ValueType type = code.draft.tables().get(table).type();
    List<Integer> segments = code.draft.elements(type);
    return switch (code.random.below(9)) {
      case 0, 1 -> operation(Opcode.TABLE_SET, index, index(table), code.value(type));
      case 2 -> operation(Opcode.TABLE_FILL, index, index(table), code.value(type), count());
      case 3, 4 -> copy(table);
      case 5 -> dropSegment();
      case 6 ->
          Node.typed(
              Opcode.DROP,
              List.of(),
              List.of(),
              Node.typed(
                  Opcode.TABLE_GROW,
                  List.of(index),
                  List.of(ValueType.I32),
                  code.value(type),
                  count()));
      default ->
          segments.isEmpty()
              ? copy(table)
              : Node.typed(
                  Opcode.TABLE_INIT,
                  List.of((long) code.random.pick(segments), index),
                  List.of(),
                  index(table),
                  Node.i32(code.risky() ? 1 : 0),
                  count());
    };
  }

  private Node dropSegment() {
    if (!code.random.chance(8)) {
      return Node.plain(Opcode.NOP);
    }
    long segment = code.random.below(code.draft.elements().size());
    return Node.of(Opcode.ELEM_DROP, List.of(segment), List.of());
  }

  private Node copy(int table) {
    int source = code.random.pick(code.draft.tables(code.draft.tables().get(table).type()));
    return Node.typed(
        Opcode.TABLE_COPY,
        List.of((long) table, (long) source),
        List.of(),
        index(table),
        index(source),
        count());
  }

  private static Node operation(Opcode opcode, long table, Node... operands) {
    return Node.typed(opcode, List.of(table), List.of(), operands);
  }
}
