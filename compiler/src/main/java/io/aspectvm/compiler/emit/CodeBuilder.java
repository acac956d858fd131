package io.aspectvm.compiler.emit;

import io.aspectvm.runtime.Table;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes one method. Owns its JVM slots and its stack map frames.
 *
 * <p>All slots are declared before the first label is bound, and hold a value from the start; so
 * the frame at every label is the same, one byte in the class file.
 */
public final class CodeBuilder {

  private final MethodVisitor method;
  private final List<Object> frameLocals = new ArrayList<>();
  private int nextSlot;
  private boolean framed;
  private int currentLine;

  CodeBuilder(MethodVisitor method) {
    this.method = method;
  }

  MethodVisitor visitor() {
    return method;
  }

  /** Declares a slot for a value of this type. */
  int declare(ValueType type) {
    return declare(JvmTypes.type(type));
  }

  int declareInt() {
    return declare(Opcodes.INTEGER, 1);
  }

  int declareLong() {
    return declare(Opcodes.LONG, 2);
  }

  /** Declares a slot for a value of this ASM type: primitive, or array. */
  int declare(Type type) {
    return switch (type.getSort()) {
      case Type.INT -> declare(Opcodes.INTEGER, 1);
      case Type.LONG -> declare(Opcodes.LONG, 2);
      case Type.FLOAT -> declare(Opcodes.FLOAT, 1);
      case Type.DOUBLE -> declare(Opcodes.DOUBLE, 2);
      default -> declare(type.getInternalName(), 1);
    };
  }

  /** A slot for use between here and the next label, in no frame. */
  int declareLate() {
    return nextSlot++;
  }

  /** Declares a slot for a reference: internal name, or descriptor of an array. */
  int declareReference(String type) {
    return declare(type, 1);
  }

  private int declare(Object frameElement, int size) {
    if (framed) {
      throw new IllegalStateException("slot declared after the first frame");
    }
    int slot = nextSlot;
    frameLocals.add(frameElement);
    nextSlot += size;
    return slot;
  }

  /** Binds a label; the JVM operand stack is empty there. */
  void bind(Label label) {
    method.visitLabel(label);
    frame(0, new Object[0]);
  }

  /** Binds the label of an exception handler: the exception alone is on the stack. */
  void bindHandler(Label label) {
    method.visitLabel(label);
    frame(1, new Object[] {"java/lang/Throwable"});
  }

  private void frame(int stackSize, Object[] stack) {
    if (!framed) {
      framed = true;
      method.visitFrame(
          Opcodes.F_FULL, frameLocals.size(), frameLocals.toArray(), stackSize, stack);
    } else if (stackSize == 0) {
      method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    } else {
      method.visitFrame(Opcodes.F_SAME1, 0, null, 1, stack);
    }
  }

  void insn(int opcode) {
    method.visitInsn(opcode);
  }

  void jump(int opcode, Label target) {
    method.visitJumpInsn(opcode, target);
  }

  void load(Type type, int slot) {
    method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
  }

  void store(Type type, int slot) {
    method.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
  }

  void loadReference(int slot) {
    method.visitVarInsn(Opcodes.ALOAD, slot);
  }

  void storeReference(int slot) {
    method.visitVarInsn(Opcodes.ASTORE, slot);
  }

  void call(MethodRef ref) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, ref.owner(), ref.name(), ref.descriptor(), false);
  }

  void callVirtual(MethodRef ref) {
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ref.owner(), ref.name(), ref.descriptor(), false);
  }

  /** {@code instance.gas = gas}, from these slots. */
  void publishGas(int instance, int gas) {
    loadReference(instance);
    load(Type.LONG_TYPE, gas);
    method.visitFieldInsn(Opcodes.PUTFIELD, RuntimeRefs.INSTANCE, "gas", "J");
  }

  /** {@code [..] -> [.., instance.gas]}, of the instance in this slot. */
  void loadGas(int instance) {
    loadReference(instance);
    method.visitFieldInsn(Opcodes.GETFIELD, RuntimeRefs.INSTANCE, "gas", "J");
  }

  /** Calls the support method of this name. */
  void support(String name) {
    call(RuntimeRefs.support(name));
  }

  void push(int value) {
    if (value >= -1 && value <= 5) {
      method.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      method.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      method.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      method.visitLdcInsn(value);
    }
  }

  void push(long value) {
    if (value == 0 || value == 1) {
      method.visitInsn(Opcodes.LCONST_0 + (int) value);
    } else if (value == (short) value) {
      push((int) value);
      method.visitInsn(Opcodes.I2L);
    } else {
      method.visitLdcInsn(value);
    }
  }

  /**
   * Pushes the float with these bits. A NaN goes through its bits: a constant need not keep them.
   */
  void pushFloat(int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isNaN(value)) {
      push(bits);
      support("f32ReinterpretI32");
    } else {
      method.visitLdcInsn(value);
    }
  }

  void pushDouble(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isNaN(value)) {
      push(bits);
      support("f64ReinterpretI64");
    } else {
      method.visitLdcInsn(value);
    }
  }

  /** Pushes what a local of this type holds at first. */
  void pushZero(ValueType type) {
    switch (type) {
      case I32 -> method.visitInsn(Opcodes.ICONST_0);
      case I64 -> method.visitInsn(Opcodes.LCONST_0);
      case F32 -> method.visitInsn(Opcodes.FCONST_0);
      case F64 -> method.visitInsn(Opcodes.DCONST_0);
      case FUNCREF, EXTERNREF -> push(Table.NULL);
    }
  }

  /** A value of this type on top becomes its raw bits as a long. */
  void toBits(ValueType type) {
    switch (type) {
      case I32, FUNCREF, EXTERNREF -> method.visitInsn(Opcodes.I2L);
      case I64 -> {}
      case F32 -> {
        support("i32ReinterpretF32");
        method.visitInsn(Opcodes.I2L);
      }
      case F64 -> support("i64ReinterpretF64");
    }
  }

  /** Raw bits on top become a value of this type. */
  void fromBits(ValueType type) {
    switch (type) {
      case I32, FUNCREF, EXTERNREF -> method.visitInsn(Opcodes.L2I);
      case I64 -> {}
      case F32 -> {
        method.visitInsn(Opcodes.L2I);
        support("f32ReinterpretI32");
      }
      case F64 -> support("f64ReinterpretI64");
    }
  }

  /**
   * A value of this type on top becomes what the register array of a function in pieces keeps: its
   * raw bits, but the complement of a reference. So a new array holds what locals hold at first,
   * null included, however many there are.
   */
  void toRegister(ValueType type) {
    complementReference(type);
    toBits(type);
  }

  /** What {@link #toRegister} made becomes the value again. */
  void fromRegister(ValueType type) {
    fromBits(type);
    complementReference(type);
  }

  private void complementReference(ValueType type) {
    if (type.isReference()) {
      method.visitInsn(Opcodes.ICONST_M1);
      method.visitInsn(Opcodes.IXOR);
    }
  }

  /** Code from here on stems from this byte offset (a line number: 16 bits, from 1). */
  void line(int line) {
    int number = Math.min(line, 0xFFFF);
    if (number != currentLine) {
      currentLine = number;
      Label here = new Label();
      method.visitLabel(here);
      method.visitLineNumber(number, here);
    }
  }
}
