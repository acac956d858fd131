package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** An open block, loop, if or function body during lowering. */
final class ControlFrame {

  /** What opened the frame. */
  enum Kind {
    FUNCTION,
    BLOCK,
    LOOP,
    IF,
    ELSE,
    /** Anything opened in unreachable code. */
    DEAD
  }

  Kind kind;
  final FunctionType type;

  /** Height of the operand stack below the frame's parameters. */
  final int base;

  /** Target of branches: the head of a loop, otherwise the end. -1 for the function itself. */
  final int label;

  /** Where the else arm begins, for an if. */
  final int elseLabel;

  boolean targeted;

  ControlFrame(Kind kind, FunctionType type, int base, int label, int elseLabel) {
    this.kind = kind;
    this.type = type;
    this.base = base;
    this.label = label;
    this.elseLabel = elseLabel;
  }

  /** Types of the operands that a branch to this frame carries. */
  List<ValueType> labelTypes() {
    return kind == Kind.LOOP ? type.parameters() : type.results();
  }
}
