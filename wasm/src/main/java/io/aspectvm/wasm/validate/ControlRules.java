package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;

/** The rules of control instructions (WebAssembly 2.0, section 3.3.8), calls included. */
final class ControlRules {

  private final ModuleContext context;
  private final Reporter reporter;
  private final Limits limits;
  private final ControlStack control = new ControlStack();
  private final OperandStack stack;
  private final Operands operands;
  private InstructionReader reader;
  private byte[] functionResults;

  ControlRules(ModuleContext context, OperandStack stack, Operands operands) {
    this.context = context;
    this.reporter = context.reporter;
    this.limits = context.profile.limits();
    this.stack = stack;
    this.operands = operands;
  }

  /** Opens the frame of a function's body. */
  void begin(InstructionReader instructions, byte[] results) {
    reader = instructions;
    functionResults = results;
    control.reset();
    control.push(Opcode.BLOCK, Types.NONE, results, 0);
  }

  /** False behind the {@code end} of the body. */
  boolean isOpen() {
    return control.size() > 0;
  }

  int maxNesting() {
    return control.maxSize();
  }

  void unreachable() {
    stack.becomeUnreachable();
    control.becomeUnreachable();
  }

  /** {@code block}, {@code loop} and {@code if}. */
  void open(Opcode opcode)
      throws InvalidModuleException, LimitExceededException, UnsupportedFeatureException {
    byte[] start = Types.NONE;
    byte[] end = Types.NONE;
    if (reader.hasBlockTypeIndex()) {
      context.require(Feature.MULTI_VALUE, "block type with a type index", reader.offset());
      context.checkTypeIndex(reader.blockTypeIndex(), reader.offset());
      start = context.types.parameters(reader.blockTypeIndex());
      end = context.types.results(reader.blockTypeIndex());
    } else if (reader.blockResult() != null) {
      context.checkType(reader.blockResult(), reader.offset());
      end = Types.single(reader.blockResult());
    }
    if (opcode == Opcode.IF) {
      operands.pop(Types.I32);
    }
    operands.popAll(start);
    if (control.size() >= limits.nesting()) {
      throw reporter.tooMany(
          "nested blocks", control.size() + 1L, limits.nesting(), reader.offset());
    }
    enter(opcode, start, end);
  }

  private void enter(Opcode opcode, byte[] start, byte[] end) {
    control.push(opcode, start, end, stack.height());
    stack.enterFrame(stack.height(), false);
    stack.pushAll(start);
  }

  void orElse() throws InvalidModuleException, MalformedModuleException {
    if (control.opcode() != Opcode.IF) {
      throw reporter.malformed("unexpected token: else without if", reader.offset());
    }
    byte[] start = control.start();
    byte[] end = control.end();
    close();
    enter(Opcode.ELSE, start, end);
  }

  void end() throws InvalidModuleException {
    byte[] end = control.end();
    if (control.opcode() == Opcode.IF && !Arrays.equals(control.start(), end)) {
      throw reporter.invalid(
          "type mismatch: if without else expected "
              + Types.text(end)
              + ", found "
              + Types.text(control.start()),
          reader.offset());
    }
    close();
    stack.pushAll(end);
  }

  /** Takes the results of the innermost frame, which must be all there is, and closes it. */
  private void close() throws InvalidModuleException {
    byte[] end = control.end();
    operands.popAll(end);
    if (!stack.frameIsEmpty()) {
      int extra = stack.height() - control.height();
      throw operands.mismatch(
          Types.text(end) + " at the end of a block",
          extra + " more, on top " + Types.text(stack.top(4)));
    }
    control.pop();
    if (control.size() > 0) {
      stack.enterFrame(control.height(), control.isUnreachable());
    } else {
      stack.enterFrame(0, false);
    }
  }

  private byte[] label(int depth) throws InvalidModuleException {
    if (!control.hasLabel(depth)) {
      throw reporter.unknown("unknown label", depth, control.size(), reader.offset());
    }
    return control.labelTypes(depth);
  }

  void br() throws InvalidModuleException {
    operands.popAll(label(reader.index1()));
    unreachable();
  }

  void brIf() throws InvalidModuleException {
    byte[] types = label(reader.index1());
    operands.pop(Types.I32);
    operands.popAll(types);
    stack.pushAll(types);
  }

  void brTable() throws InvalidModuleException, LimitExceededException {
    int entries = reader.tableSize();
    if (entries >= limits.brTableTargets()) {
      throw reporter.tooMany(
          "br_table targets", entries + 1L, limits.brTableTargets(), reader.offset());
    }
    operands.pop(Types.I32);
    byte[] expected = label(reader.tableLabel(entries));
    byte[] checked = null;
    for (int i = 0; i < entries; i++) {
      byte[] types = label(reader.tableLabel(i));
      if (types == checked) {
        continue;
      }
      if (types.length != expected.length) {
        throw operands.mismatch(
            "labels of " + expected.length + " values, as the default label",
            types.length + " at entry " + i);
      }
      operands.peekAll(types);
      checked = types;
    }
    operands.popAll(expected);
    unreachable();
  }

  void functionReturn() throws InvalidModuleException {
    operands.popAll(functionResults);
    unreachable();
  }

  /** {@code call} and {@code return_call}; the function exists. */
  void call(boolean tail) throws InvalidModuleException {
    call(context.module.functionTypeIndex(reader.index1()), tail);
  }

  /** {@code call_indirect} and {@code return_call_indirect}. */
  void callIndirect(boolean tail) throws InvalidModuleException, MalformedModuleException {
    int typeIndex = reader.index1();
    int tableIndex = reader.index2();
    checkReservedByte();
    context.checkTable(tableIndex, reader.offset());
    ValueType elements = context.module.tableType(tableIndex).elementType();
    if (elements != ValueType.FUNCREF) {
      throw operands.mismatch("a table of funcref", "a table of " + elements);
    }
    context.checkTypeIndex(typeIndex, reader.offset());
    operands.pop(Types.I32);
    call(typeIndex, tail);
  }

  /** Before reference types, the table index was a reserved byte, not an integer. */
  private void checkReservedByte() throws MalformedModuleException {
    if (context.profile.has(Feature.REFERENCE_TYPES)) {
      return;
    }
    boolean oneByte = context.module.bytes()[reader.endOffset() - 2] >= 0;
    if (reader.index2() != 0 || !oneByte) {
      throw reporter.malformed(
          "zero byte expected as table index: reference types support is not enabled",
          reader.offset());
    }
  }

  private void call(int typeIndex, boolean tail) throws InvalidModuleException {
    byte[] results = context.types.results(typeIndex);
    operands.popAll(context.types.parameters(typeIndex));
    if (!tail) {
      stack.pushAll(results);
      return;
    }
    if (!Arrays.equals(results, functionResults)) {
      throw operands.mismatch(
          "a callee with results " + Types.text(functionResults), Types.text(results));
    }
    unreachable();
  }
}
