package io.aspectvm.compiler.random;

import io.aspectvm.wasm.opcode.Effect;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Numeric operators, with constants of the boundaries among their operands. */
final class NumericCode {

  /** Results of the wide operators. */
  static final List<ValueType> WIDE = List.of(ValueType.I64, ValueType.I64);

  private final FunctionGenerator code;

  NumericCode(FunctionGenerator code) {
    this.code = code;
  }

  /** An operator, or a few; the result is often added to the sum of what a run has computed. */
  Node operator(ValueType type) {
    Node node = plain(type);
    return code.random.chance(3) ? code.summed(type, node) : node;
  }

  private Node plain(ValueType type) {
    if (type == ValueType.I64 && code.extended() && code.random.chance(8)) {
      // Both halves count.
      Opcode both = code.random.chance(2) ? Opcode.I64_XOR : Opcode.I64_SUB;
      return Node.plain(both, wide());
    }
    if (type == ValueType.I32 && code.extended() && code.random.chance(30)) {
      ValueType reference = code.random.chance(3) ? ValueType.EXTERNREF : ValueType.FUNCREF;
      return Node.typed(
          Opcode.REF_IS_NULL, List.of(), List.of(ValueType.I32), code.value(reference));
    }
    Opcode opcode = code.random.pick(code.draft.operators().numeric(type));
    List<Node> operands = operands(opcode);
    if (opcode.effect() == Effect.MAY_TRAP && !code.risky()) {
      int last = operands.size() - 1;
      operands.set(last, tame(opcode, operands.get(last)));
    }
    return Node.of(opcode, List.of(), operands);
  }

  Node wide() {
    Opcode opcode = code.random.pick(code.draft.operators().wide());
    return Node.of(opcode, List.of(), operands(opcode));
  }

  private List<Node> operands(Opcode opcode) {
    List<Node> operands = new ArrayList<>();
    for (ValueType type : opcode.signature().orElseThrow().operands()) {
      operands.add(
          code.random.chance(4)
              ? Node.constant(type, Boundaries.value(type, code.random))
              : code.value(type));
    }
    return operands;
  }

  /** An operand with which the operator does not trap, mostly; else few runs would get far. */
  private static Node tame(Opcode opcode, Node operand) {
    return switch (opcode.signature().orElseThrow().operands().get(0)) {
      case I32 -> Node.plain(Opcode.I32_OR, operand, Node.i32(1));
      case I64 -> Node.plain(Opcode.I64_OR, operand, Node.constant(ValueType.I64, 1));
      case F32 ->
          Node.plain(
              Opcode.F32_ABS,
              Node.plain(
                  Opcode.F32_MIN,
                  Node.plain(
                      Opcode.F32_CONVERT_I32_S, Node.plain(Opcode.I32_TRUNC_SAT_F32_S, operand)),
                  Node.constant(ValueType.F32, Float.floatToRawIntBits(2e9f))));
      default ->
          Node.plain(
              Opcode.F64_ABS,
              Node.plain(
                  Opcode.F64_CONVERT_I32_S, Node.plain(Opcode.I32_TRUNC_SAT_F64_S, operand)));
    };
  }

  /** Both results of a wide operator into locals; elsewhere any value. */
  void statement(List<Node> out) {
    if (code.extended()) {
      out.add(wide());
      code.store(out, ValueType.I64);
      code.store(out, ValueType.I64);
    } else {
      FunctionGenerator.drop(out, List.of(operator(code.number())), 1);
    }
  }
}
