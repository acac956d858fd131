package io.aspectvm.compiler.lower;

import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.List;

/**
 * The operand stack during lowering. Its bottom part is kept in registers, the rest is on the JVM
 * operand stack; the two methods that move values between the two add the entries that do so.
 */
final class LoweringStack {

  private static final ValueType[] TYPES = ValueType.values();

  private final LoweredCode code;
  private final Registers registers;
  private byte[] types = new byte[32];
  private int height;
  private int kept;

  LoweringStack(LoweredCode code, Registers registers) {
    this.code = code;
    this.registers = registers;
  }

  int height() {
    return height;
  }

  /** Number of operands on the JVM operand stack. */
  int onJvm() {
    return height - kept;
  }

  ValueType type(int position) {
    return TYPES[types[position]];
  }

  ValueType topType() {
    return type(height - 1);
  }

  /** The register of the operand at {@code position}, which may not be kept yet. */
  int register(int position) {
    return registers.spill(position, type(position));
  }

  /** The register for an operand of this type at this height, whatever is there now. */
  int registerAt(int position, ValueType type) {
    return registers.spill(position, type);
  }

  /** An operand was pushed onto the JVM operand stack. */
  void push(ValueType type) {
    if (height == types.length) {
      types = Arrays.copyOf(types, height * 2);
    }
    types[height++] = (byte) type.ordinal();
  }

  /** The top operand was taken from the JVM operand stack. */
  void pop() {
    height--;
    if (kept > height) {
      throw new IllegalStateException("operand is in a register");
    }
  }

  /** The top {@code count} operands, on the JVM operand stack, gave way to these results. */
  void replace(int count, List<ValueType> results) {
    for (int i = 0; i < count; i++) {
      pop();
    }
    results.forEach(this::push);
  }

  /** Removes the top {@code count} operands and leaves them in these registers, lowest first. */
  int[] takeToRegisters(int count) {
    int[] taken = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      height--;
      taken[i] = register(height);
      if (height >= kept) {
        code.add(LoweredOp.STORE, taken[i]);
      } else {
        kept--;
      }
    }
    return taken;
  }

  /** Removes the top operand wherever it is. */
  void drop() {
    if (onJvm() > 0) {
      code.add(LoweredOp.POP, topType().ordinal());
    } else {
      kept--;
    }
    height--;
  }

  /** Brings the top {@code count} operands onto the JVM operand stack. */
  void load(int count) {
    int first = height - count;
    if (first >= kept) {
      return;
    }
    keepAll();
    for (int position = first; position < height; position++) {
      code.add(LoweredOp.LOAD, register(position));
    }
    kept = first;
  }

  /** Moves every operand on the JVM operand stack to its register. */
  void keepAll() {
    for (int position = height - 1; position >= kept; position--) {
      code.add(LoweredOp.STORE, register(position));
    }
    kept = height;
  }

  /** Forgets everything above {@code position}; what remains is in registers. */
  void truncate(int position) {
    height = position;
    kept = position;
  }

  /** Adds an operand that is in its register already. */
  void pushKept(ValueType type) {
    if (kept != height) {
      throw new IllegalStateException("operands below are on the JVM operand stack");
    }
    push(type);
    kept = height;
  }

  /** Drops what is on the JVM operand stack, without a change to the operand stack itself. */
  void discardJvm() {
    for (int position = height - 1; position >= kept; position--) {
      code.add(LoweredOp.POP, types[position]);
    }
  }
}
