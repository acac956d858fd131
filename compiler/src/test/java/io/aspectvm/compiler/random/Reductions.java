package io.aspectvm.compiler.random;

import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Smaller variants of code, those that take away most first. Not all of them are valid. */
final class Reductions {

  private Reductions() {}

  static List<Node> constants(List<ValueType> types) {
    return types.stream().map(type -> Node.constant(type, 0)).toList();
  }

  /** Variants of a sequence, each with one change. */
  static List<List<Node>> of(List<Node> code) {
    List<List<Node>> variants = new ArrayList<>();
    // Halves, quarters, and so on, of what leaves nothing on the stack or takes only what it left.
    for (int length = code.size(); length > 0; length /= 2) {
      for (int start = 0; start + length <= code.size(); start += length) {
        variants.add(replaced(code, start, start + length, List.of()));
      }
    }
    for (int i = 0; i < code.size(); i++) {
      for (List<Node> smaller : of(code.get(i))) {
        variants.add(replaced(code, i, i + 1, smaller));
      }
    }
    return variants;
  }

  private static List<Node> replaced(List<Node> code, int from, int to, List<Node> others) {
    List<Node> variant = new ArrayList<>(code.subList(0, from));
    variant.addAll(others);
    variant.addAll(code.subList(to, code.size()));
    return variant;
  }

  /** Code in place of an instruction and its operands. */
  private static List<List<Node>> of(Node node) {
    List<List<Node>> variants = new ArrayList<>();
    if (!node.isConstant()) {
      variants.add(constants(node.results()));
    }
    List<Node> within = new ArrayList<>();
    node.visit(within::add);
    within.remove(node);
    within.sort(Comparator.comparingInt(Node::size));
    for (Node each : within) {
      if (each.results().equals(node.results()) && !each.isConstant()) {
        variants.add(List.of(each));
      } else if (each.results().isEmpty()) {
        List<Node> effect = new ArrayList<>(List.of(each));
        effect.addAll(constants(node.results()));
        variants.add(effect);
      }
    }

    for (List<Node> arm : node.arms()) {
      variants.add(arm);
    }
    if (node.opcode() == Opcode.IF && node.arms().size() > 1 && node.results().isEmpty()) {
      variants.add(List.of(node.withArms(node.arms().subList(0, 1))));
    }
    for (List<Node> operands : ofOperands(node.operands())) {
      variants.add(List.of(node.withOperands(operands)));
    }
    for (int i = 0; i < node.arms().size(); i++) {
      for (List<Node> arm : of(node.arms().get(i))) {
        List<List<Node>> arms = new ArrayList<>(node.arms());
        arms.set(i, arm);
        variants.add(List.of(node.withArms(arms)));
      }
    }
    return variants;
  }

  /** Operands must stay as many, but statements among them may go. */
  private static List<List<Node>> ofOperands(List<Node> operands) {
    List<List<Node>> variants = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).results().isEmpty()) {
        variants.add(replaced(operands, i, i + 1, List.of()));
      }
      for (List<Node> smaller : of(operands.get(i))) {
        variants.add(replaced(operands, i, i + 1, smaller));
      }
    }
    return variants;
  }
}
