package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Branches of every kind, to labels of every kind; what follows them may be dead. */
final class BranchCode {

  private static final int MAX_TARGETS = 6;

  private final FunctionGenerator code;

  BranchCode(FunctionGenerator code) {
    this.code = code;
  }

  /** A label: rather a near one, seldom that of a loop, which would not end. */
  private int label() {
    int labels = code.scope.labels();
    int depth = Math.min(code.random.below(labels), code.random.below(labels));
    return code.scope.label(depth).loop() && !code.random.chance(10)
        ? code.random.below(labels)
        : depth;
  }

  /** True less often than not: what is behind a branch is to be reached. */
  private Node condition() {
    Node value = code.value(ValueType.I32);
    return switch (code.random.below(4)) {
      case 0 -> value;
      case 1 -> Node.plain(Opcode.I32_EQZ, value);
      case 2 -> Node.plain(Opcode.I32_LT_S, value, Node.i32(-2));
      default -> Node.plain(Opcode.I32_EQ, value, Node.i32(code.random.below(3)));
    };
  }

  /** Branches if a condition holds, by {@code if} and {@code br}. */
  Node conditional() {
    Node condition = condition();
    code.scope.enter(List.of(), false);
    Node branch = branch(List.of());
    code.scope.leave();
    return Node.block(Opcode.IF, FunctionType.EMPTY, List.of(condition), List.of(List.of(branch)));
  }

  /**
   * An unconditional branch.
   *
   * @param results what its place asks for
   */
  private Node branch(List<ValueType> results) {
    int depth = label();
    List<Node> carried = code.values(code.scope.label(depth).types());
    return new Node(Opcode.BR, List.of((long) depth), null, carried, results, List.of());
  }

  void branchIf(List<Node> out) {
    int depth = label();
    List<ValueType> types = code.scope.label(depth).types();
    FunctionGenerator.drop(out, List.of(branchIf(depth, types)), types.size());
  }

  private Node branchIf(int depth, List<ValueType> types) {
    List<Node> operands = new ArrayList<>(code.values(types));
    operands.add(condition());
    return new Node(Opcode.BR_IF, List.of((long) depth), null, operands, types, List.of());
  }

  /** A value that a conditional branch would have carried away, if there is a label for it. */
  Node passing(ValueType type) {
    List<Integer> fitting = fitting(List.of(type));
    return fitting.isEmpty()
        ? code.value(type)
        : branchIf(code.random.pick(fitting), List.of(type));
  }

  private List<Integer> fitting(List<ValueType> types) {
    List<Integer> fitting = new ArrayList<>();
    for (int depth = 0; depth < code.scope.labels(); depth++) {
      if (code.scope.label(depth).types().equals(types)) {
        fitting.add(depth);
      }
    }
    return fitting;
  }

  /** A table of branches within a block: what is behind it lives on if that is a target. */
  Node table() {
    code.scope.enter(List.of(), false);
    Node table =
        code.random.chance(3) ? tableTo(code.scope.label(label()).types()) : tableTo(List.of());
    code.scope.leave();
    return Node.block(Opcode.BLOCK, FunctionType.EMPTY, List.of(), List.of(List.of(table)));
  }

  private Node tableTo(List<ValueType> types) {
    List<Integer> fitting = fitting(types);
    // Loops and blocks carry values in different ways on the second engine: see BlockParameters.
    boolean loop = !types.isEmpty() && code.scope.label(fitting.get(0)).loop();
    fitting.removeIf(depth -> !types.isEmpty() && code.scope.label(depth).loop() != loop);
    List<Long> targets = new ArrayList<>();
    for (int i = code.random.below(MAX_TARGETS); i >= 0; i--) {
      targets.add((long) (code.random.chance(2) ? fitting.get(0) : code.random.pick(fitting)));
    }
    List<Node> operands = new ArrayList<>(code.values(types));
    operands.add(index(targets.size()));
    return new Node(Opcode.BR_TABLE, targets, null, operands, List.of(), List.of());
  }

  private Node index(int targets) {
    return code.random.chance(4)
        ? code.value(ValueType.I32)
        : Node.plain(Opcode.I32_REM_U, code.value(ValueType.I32), Node.i32(targets + 1L));
  }

  /** Code that gives no value, where one is asked for. */
  Node never(ValueType type) {
    return never(List.of(type));
  }

  private Node never(List<ValueType> results) {
    return switch (code.random.below(4)) {
      case 0 -> Node.typed(Opcode.UNREACHABLE, List.of(), results);
      case 1 ->
          new Node(
              Opcode.RETURN,
              List.of(),
              null,
              code.values(code.scope.type().results()),
              results,
              List.of());
      default -> branch(results);
    };
  }

  /** What ends a run or the code here, mostly under a condition. */
  void rare(List<Node> out) {
    if (code.risky()) {
      out.add(never(List.of()));
      return;
    }
    Node condition =
        Node.plain(
            Opcode.I32_GT_U, code.value(ValueType.I32), Node.i32(-1 - code.random.below(1 << 28)));
    code.scope.enter(List.of(), false);
    Node end = never(List.of());
    code.scope.leave();
    out.add(Node.block(Opcode.IF, FunctionType.EMPTY, List.of(condition), List.of(List.of(end))));
  }
}
