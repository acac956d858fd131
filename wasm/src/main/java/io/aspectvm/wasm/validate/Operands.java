package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.opcode.ValueType;

/** Taking operands from the stack on behalf of the current instruction, or saying why not. */
final class Operands {

  private final OperandStack stack;
  private final Reporter reporter;
  private InstructionReader reader;

  Operands(OperandStack stack, Reporter reporter) {
    this.stack = stack;
    this.reporter = reporter;
  }

  void begin(InstructionReader instructions) {
    reader = instructions;
    stack.reset();
  }

  void push(byte type) {
    stack.push(type);
  }

  void pushAll(byte[] types) {
    stack.pushAll(types);
  }

  /** Takes an operand of any type; its type, or {@link OperandStack#UNKNOWN}. */
  byte popAny() throws InvalidModuleException {
    byte found = stack.pop();
    if (found == OperandStack.MISSING) {
      throw mismatch("[any]", "[]");
    }
    return found;
  }

  void pop(byte expected) throws InvalidModuleException {
    byte found = stack.pop();
    if (found != expected && found != OperandStack.UNKNOWN) {
      throw mismatch("[" + Types.text(expected) + "]", "[" + Types.text(found) + "]");
    }
  }

  void popAll(byte[] expected) throws InvalidModuleException {
    if (expected.length == 1) {
      pop(expected[0]);
    } else if (!stack.popAll(expected)) {
      throw mismatch(expected);
    }
  }

  /** Checks that the operands are there, and leaves them there. */
  void peekAll(byte[] expected) throws InvalidModuleException {
    if (!stack.hasOnTop(expected)) {
      throw mismatch(expected);
    }
  }

  /** Takes an operand of a reference type. */
  void popReference() throws InvalidModuleException {
    byte found = stack.pop();
    if (found != OperandStack.UNKNOWN && !isReference(found)) {
      throw mismatch("[reference]", "[" + Types.text(found) + "]");
    }
  }

  static boolean isReference(byte type) {
    return type == Types.FUNCREF || type == Types.code(ValueType.EXTERNREF);
  }

  private InvalidModuleException mismatch(byte[] expected) {
    return mismatch(Types.text(expected), Types.text(stack.top(expected.length)));
  }

  InvalidModuleException mismatch(String expected, String found) {
    return reporter.invalid(
        "type mismatch: "
            + reader.opcode().mnemonic()
            + " expected "
            + expected
            + ", found "
            + found,
        reader.offset());
  }
}
