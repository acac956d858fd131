package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ConstantExpression.Instruction;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;

/** The rules of initialisers (WebAssembly 2.0, section 3.3.11), with extended constants. */
final class ConstantRules {

  private final ModuleContext context;
  private final OperandStack stack = new OperandStack();

  ConstantRules(ModuleContext context) {
    this.context = context;
  }

  /** Checks that the initialiser is constant and leaves one value of type {@code expected}. */
  void check(ConstantExpression expression, ValueType expected)
      throws InvalidModuleException, UnsupportedFeatureException {
    stack.reset();
    for (Instruction instruction : expression.instructions()) {
      step(instruction);
    }
    if (stack.height() != 1 || stack.top(1)[0] != Types.code(expected)) {
      throw context.reporter.invalid(
          "type mismatch: initialiser expected ["
              + expected
              + "], found "
              + Types.text(stack.top(stack.height())),
          expression.offset());
    }
  }

  private void step(Instruction instruction)
      throws InvalidModuleException, UnsupportedFeatureException {
    Opcode opcode = instruction.opcode();
    int offset = instruction.offset();
    switch (opcode) {
      case I32_CONST, I64_CONST, F32_CONST, F64_CONST -> {
        context.checkAllowed(opcode, offset);
        stack.pushAll(Types.results(opcode));
      }
      case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> {
        context.require(Feature.EXTENDED_CONST, opcode.mnemonic() + " in an initialiser", offset);
        apply(opcode, offset);
      }
      case GLOBAL_GET -> stack.push(globalType(instruction));
      case REF_NULL -> {
        context.checkAllowed(opcode, offset);
        stack.push((byte) instruction.value());
      }
      case REF_FUNC -> {
        context.checkAllowed(opcode, offset);
        context.checkFunction((int) instruction.value(), offset);
        stack.push(Types.FUNCREF);
      }
      default ->
          throw context.reporter.invalid(
              "constant expression required: found " + opcode.mnemonic(), offset);
    }
  }

  private void apply(Opcode opcode, int offset) throws InvalidModuleException {
    if (!stack.popAll(Types.operands(opcode))) {
      throw context.reporter.invalid(
          "type mismatch: "
              + opcode.mnemonic()
              + " expected "
              + Types.text(Types.operands(opcode))
              + ", found "
              + Types.text(stack.top(2)),
          offset);
    }
    stack.pushAll(Types.results(opcode));
  }

  /** WebAssembly 2.0 lets initialisers see imported globals only, and those only if immutable. */
  private byte globalType(Instruction instruction) throws InvalidModuleException {
    int index = (int) instruction.value();
    int offset = instruction.offset();
    if (index < 0 || index >= context.module.globalImports().size()) {
      throw context.reporter.invalid(
          "unknown global "
              + Integer.toUnsignedString(index)
              + ": an initialiser can use imported globals only",
          offset);
    }
    GlobalType type = context.module.globalType(index);
    if (type.mutable()) {
      throw context.reporter.invalid(
          "constant expression required: global " + index + " is mutable", offset);
    }
    return Types.code(type.type());
  }
}
