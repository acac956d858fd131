package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An instruction with the code that makes its operands: written as that code, then the instruction.
 * Operands may be missing where a block's parameters are on the stack. Immutable.
 *
 * @param immediates numbers, as {@code CodeWriter.add} takes them; without type indices
 * @param signature of a block or an indirect call, else null
 * @param results what is on the stack afterwards in place of the operands; after a branch whatever
 *     the place asks for
 * @param arms code within a block, a loop or an {@code if}: one, or two with {@code else}
 */
record Node(
    Opcode opcode,
    List<Long> immediates,
    FunctionType signature,
    List<Node> operands,
    List<ValueType> results,
    List<List<Node>> arms) {

  Node {
    immediates = List.copyOf(immediates);
    operands = List.copyOf(operands);
    results = List.copyOf(results);
    arms = List.copyOf(arms);
  }

  /** An instruction whose results depend on where it stands. */
  static Node typed(
      Opcode opcode, List<Long> immediates, List<ValueType> results, Node... operands) {
    return new Node(opcode, immediates, null, List.of(operands), results, List.of());
  }

  /** An instruction by its row in the opcode table. */
  static Node of(Opcode opcode, List<Long> immediates, List<Node> operands) {
    List<ValueType> results = opcode.signature().orElseThrow().results();
    return new Node(opcode, immediates, null, operands, results, List.of());
  }

  static Node plain(Opcode opcode, Node... operands) {
    return of(opcode, List.of(), List.of(operands));
  }

  static Node i32(long value) {
    return constant(ValueType.I32, value);
  }

  /** A constant by its bits; of a reference, null. */
  static Node constant(ValueType type, long bits) {
    return switch (type) {
      case I32 -> of(Opcode.I32_CONST, List.of((long) (int) bits), List.of());
      case I64 -> of(Opcode.I64_CONST, List.of(bits), List.of());
      case F32 -> of(Opcode.F32_CONST, List.of(bits), List.of());
      case F64 -> of(Opcode.F64_CONST, List.of(bits), List.of());
      case FUNCREF, EXTERNREF -> typed(Opcode.REF_NULL, List.of(), List.of(type));
    };
  }

  static Node localGet(int local, ValueType type) {
    return typed(Opcode.LOCAL_GET, List.of((long) local), List.of(type));
  }

  static Node localSet(int local, Node... value) {
    return typed(Opcode.LOCAL_SET, List.of((long) local), List.of(), value);
  }

  static Node block(
      Opcode opcode, FunctionType signature, List<Node> operands, List<List<Node>> arms) {
    return new Node(opcode, List.of(), signature, operands, signature.results(), arms);
  }

  /** Whether this is a constant: nothing simpler leaves a value. */
  boolean isConstant() {
    return operands.isEmpty() && (opcode == Opcode.REF_NULL || isNumber());
  }

  private boolean isNumber() {
    return switch (opcode) {
      case I32_CONST, I64_CONST, F32_CONST, F64_CONST -> true;
      default -> false;
    };
  }

  Node withOperands(List<Node> others) {
    return new Node(opcode, immediates, signature, others, results, arms);
  }

  Node withArms(List<List<Node>> others) {
    return new Node(opcode, immediates, signature, operands, results, others);
  }

  Node withOpcode(Opcode other) {
    return new Node(other, immediates, signature, operands, results, arms);
  }

  /** This node and all below, those that run first first. */
  void visit(Consumer<Node> visitor) {
    operands.forEach(operand -> operand.visit(visitor));
    visitor.accept(this);
    arms.forEach(arm -> arm.forEach(node -> node.visit(visitor)));
  }

  /** Number of instructions, without {@code else} and {@code end}. */
  int size() {
    List<Node> all = new ArrayList<>();
    visit(all::add);
    return all.size();
  }
}
