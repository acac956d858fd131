package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Blocks, loops that count, and both arms of {@code if}. */
final class BlockCode {

  private static final int MAX_TURNS = 4;
  private static final int MAX_STATEMENTS = 4;

  /** What a loop's counter changes by in a turn. */
  private static final long[] STEPS = {-1, -1, -2, -8, 1, 2, 3, 1 << 27, -1 << 28};

  /** At least as far from 0 as a counter is at first. */
  private static final long FAR = 1 << 30;

  private final FunctionGenerator code;

  BlockCode(FunctionGenerator code) {
    this.code = code;
  }

  /** A block with these results, and with parameters perhaps. */
  Node block(Opcode opcode, List<ValueType> results) {
    List<ValueType> parameters =
        code.extended() && code.random.chance(4) ? types(1 + code.random.below(2)) : List.of();
    FunctionType type = new FunctionType(parameters, results);
    List<Node> operands = new ArrayList<>(code.values(parameters));
    return switch (opcode) {
      case LOOP -> loop(type, operands);
      case IF -> branching(type, operands);
      default -> {
        code.scope.enter(results, false);
        List<Node> body = body(type, List.of());
        code.scope.leave();
        yield Node.block(opcode, type, operands, List.of(body));
      }
    };
  }

  private List<ValueType> types(int count) {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(code.number());
    }
    return types;
  }

  /** A block with several results that nobody needs. */
  void dropped(List<Node> out) {
    List<ValueType> results = types(code.extended() ? code.random.below(4) : code.random.below(2));
    FunctionGenerator.drop(out, List.of(block(Opcode.BLOCK, results)), results.size());
  }

  private Node branching(FunctionType type, List<Node> operands) {
    operands.add(code.value(ValueType.I32));
    code.scope.enter(type.results(), false);
    List<List<Node>> arms = new ArrayList<>();
    arms.add(body(type, List.of()));
    if (!type.parameters().equals(type.results()) || code.random.chance(2)) {
      arms.add(body(type, List.of()));
    }
    code.scope.leave();
    return Node.block(Opcode.IF, type, operands, arms);
  }

  /** Goes round a few times; once in a while only by branches that happen to go to its label. */
  private Node loop(FunctionType type, List<Node> operands) {
    boolean counted = !code.random.chance(10);
    int counter = counted ? code.scope.counter() : -1;
    long step = code.random.pick(STEPS);
    if (counted) {
      operands.add(Node.localSet(counter, Node.i32(-step * (1 + code.random.below(MAX_TURNS)))));
    }
    code.scope.enter(type.parameters(), true);
    List<Node> body = body(type, counted ? back(counter, step, type.parameters()) : List.of());
    code.scope.leave();
    return Node.block(Opcode.LOOP, type, operands, List.of(body));
  }

  /** {@code br_if 0}, until the counter is 0, with values for the parameters. */
  private List<Node> back(int counter, long step, List<ValueType> parameters) {
    List<Node> operands = new ArrayList<>();
    parameters.forEach(type -> operands.add(code.leaf(type)));
    operands.add(goesOn(counter, step));
    List<Node> nodes = new ArrayList<>();
    Node branch = new Node(Opcode.BR_IF, List.of(0L), null, operands, parameters, List.of());
    FunctionGenerator.drop(nodes, List.of(branch), parameters.size());
    return nodes;
  }

  /** Makes the step, and says in one of many ways that the counter has not come to 0. */
  private Node goesOn(int counter, long step) {
    Node sum = Node.plain(Opcode.I32_ADD, Node.localGet(counter, ValueType.I32), Node.i32(step));
    Node next = Node.typed(Opcode.LOCAL_TEE, List.of((long) counter), List.of(ValueType.I32), sum);
    return switch (code.random.below(8)) {
      case 0 -> Node.plain(Opcode.I32_NE, next, Node.i32(0));
      case 1 -> Node.plain(Opcode.I32_NE, Node.i32(0), next);
      case 2 -> Node.plain(step > 0 ? Opcode.I32_LT_S : Opcode.I32_GT_S, next, Node.i32(0));
      case 3 -> {
        Node moved = Node.plain(Opcode.I32_ADD, next, Node.i32(FAR));
        yield Node.plain(step > 0 ? Opcode.I32_LT_U : Opcode.I32_GT_U, moved, Node.i32(FAR));
      }
      case 4 -> Node.plain(Opcode.I32_GT_U, next, Node.i32(0));
      case 5 -> Node.plain(Opcode.I32_EQZ, Node.plain(Opcode.I32_EQZ, next));
      case 6 -> {
        Node before = Node.plain(Opcode.I32_SUB, next, Node.i32(step));
        yield Node.plain(Opcode.I32_NE, before, Node.i32(-step));
      }
      default -> next;
    };
  }

  /**
   * Code from the parameters, which are on the stack, to the results.
   *
   * @param last what comes before the results
   */
  private List<Node> body(FunctionType type, List<Node> last) {
    List<Node> nodes = new ArrayList<>();
    int kept = code.random.chance(2) ? common(type) : 0;
    for (int i = type.parameters().size() - 1; i >= kept; i--) {
      code.store(nodes, type.parameters().get(i));
    }
    for (int i = code.random.below(MAX_STATEMENTS); i > 0 && !code.scope.spent(); i--) {
      code.statement(nodes);
    }
    nodes.addAll(last);
    nodes.addAll(code.values(type.results().subList(kept, type.results().size())));
    return nodes;
  }

  /** Number of parameters that can stay where they are, as the first results. */
  private static int common(FunctionType type) {
    int common = 0;
    while (common < Math.min(type.parameters().size(), type.results().size())
        && type.parameters().get(common) == type.results().get(common)) {
      common++;
    }
    return common;
  }
}
