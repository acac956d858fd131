package io.aspectvm.runtime.code;

import static io.aspectvm.runtime.code.TestModule.CONTROL;
import static io.aspectvm.runtime.code.TestModule.INSTANCE;
import static io.aspectvm.runtime.code.TestModule.TEXT;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Test modules that several tests use. */
public final class TestModules implements Opcodes {

  private static final String OBJECT_ARRAY = "[Lio/aspectvm/runtime/Table;";

  private TestModules() {}

  /**
   * Memory, table and global, and functions that leave traces in them.
   *
   * <ul>
   *   <li>{@code touch}: adds one to the first byte of memory (initially 7), to element 0
   *       (initially function 0) and to the global {@code g} (initially 5), and gives memory + 1000
   *       * element + 1000000 * global, all as they are then
   *   <li>{@code trap}: {@code touch}, then {@code unreachable}
   *   <li>{@code spin}: loops, a thousand gas at a time
   *   <li>{@code depth}: calls itself, 20 slots a frame
   *   <li>{@code add}: adds an i32 and an i64
   * </ul>
   */
  public static TestModule canary() {
    return addCanary(new TestModule());
  }

  /**
   * Adds the canary's parts to a module that has imports only, and none that {@code trap} calls.
   */
  static TestModule addCanary(TestModule module) {
    return module
        .memory(1, 4)
        .data(0, (byte) 7)
        .table(2)
        .global("g", 5)
        .function("touch", "() -> (i64)", TestModules::touch)
        .function(
            "trap",
            "() -> ()",
            code -> {
              code.visitVarInsn(ALOAD, 0);
              code.visitVarInsn(ILOAD, 1);
              code.visitMethodInsn(INVOKESTATIC, TEXT, "f0", "(L" + INSTANCE + ";I)J", false);
              code.visitInsn(POP2);
              code.visitMethodInsn(
                  INVOKESTATIC, CONTROL, "unreachable", "()Lio/aspectvm/runtime/Trap;", false);
              code.visitInsn(ATHROW);
            })
        .function("spin", "() -> ()", TestModules::spin)
        .function("depth", "() -> ()", TestModules::depth)
        .function(
            "add",
            "(i32, i64) -> (i64)",
            code -> {
              code.visitVarInsn(ILOAD, 1);
              code.visitInsn(I2L);
              code.visitVarInsn(LLOAD, 2);
              code.visitInsn(LADD);
              code.visitInsn(LRETURN);
            })
        .elements(0, 0);
  }

  /** What {@code touch} gives on a fresh instance, called once: 8 + 1000 * 1 + 1000000 * 6. */
  public static final long FRESH_TOUCH = 6_001_008;

  private static void touch(MethodVisitor code) {
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(GETFIELD, INSTANCE, "memory", "Lio/aspectvm/runtime/LinearMemory;");
    code.visitFieldInsn(GETFIELD, "io/aspectvm/runtime/LinearMemory", "bytes", "[B");
    code.visitVarInsn(ASTORE, 2);
    code.visitVarInsn(ALOAD, 2);
    code.visitInsn(ICONST_0);
    code.visitInsn(DUP2);
    code.visitInsn(BALOAD);
    code.visitInsn(ICONST_1);
    code.visitInsn(IADD);
    code.visitInsn(BASTORE);
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(GETFIELD, INSTANCE, "tables", OBJECT_ARRAY);
    code.visitInsn(ICONST_0);
    code.visitInsn(AALOAD);
    code.visitFieldInsn(GETFIELD, "io/aspectvm/runtime/Table", "elements", "[I");
    code.visitVarInsn(ASTORE, 3);
    code.visitVarInsn(ALOAD, 3);
    code.visitInsn(ICONST_0);
    code.visitInsn(DUP2);
    code.visitInsn(IALOAD);
    code.visitInsn(ICONST_1);
    code.visitInsn(IADD);
    code.visitInsn(IASTORE);
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(GETFIELD, INSTANCE, "globals", "[J");
    code.visitVarInsn(ASTORE, 4);
    code.visitVarInsn(ALOAD, 4);
    code.visitInsn(ICONST_0);
    code.visitInsn(DUP2);
    code.visitInsn(LALOAD);
    code.visitInsn(LCONST_1);
    code.visitInsn(LADD);
    code.visitInsn(LASTORE);
    code.visitVarInsn(ALOAD, 2);
    code.visitInsn(ICONST_0);
    code.visitInsn(BALOAD);
    code.visitVarInsn(ALOAD, 3);
    code.visitInsn(ICONST_0);
    code.visitInsn(IALOAD);
    code.visitIntInsn(SIPUSH, 1000);
    code.visitInsn(IMUL);
    code.visitInsn(IADD);
    code.visitInsn(I2L);
    code.visitVarInsn(ALOAD, 4);
    code.visitInsn(ICONST_0);
    code.visitInsn(LALOAD);
    code.visitLdcInsn(1_000_000L);
    code.visitInsn(LMUL);
    code.visitInsn(LADD);
    code.visitInsn(LRETURN);
  }

  /** {@code for (;;) instance.gas = charge(instance.gas, 1000, instance);} */
  private static void spin(MethodVisitor code) {
    Label loop = new Label();
    code.visitLabel(loop);
    code.visitVarInsn(ALOAD, 0);
    code.visitInsn(DUP);
    code.visitFieldInsn(GETFIELD, INSTANCE, "gas", "J");
    code.visitIntInsn(SIPUSH, 1000);
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESTATIC, CONTROL, "charge", "(JIL" + INSTANCE + ";)J", false);
    code.visitFieldInsn(PUTFIELD, INSTANCE, "gas", "J");
    code.visitJumpInsn(GOTO, loop);
  }

  private static void depth(MethodVisitor code) {
    code.visitVarInsn(ALOAD, 0);
    code.visitVarInsn(ILOAD, 1);
    code.visitIntInsn(BIPUSH, 20);
    code.visitMethodInsn(INVOKESTATIC, CONTROL, "enter", "(II)I", false);
    code.visitMethodInsn(INVOKESTATIC, TEXT, "f3", "(L" + INSTANCE + ";I)V", false);
    code.visitInsn(RETURN);
  }
}
