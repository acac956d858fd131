package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostModules;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Code that would run outside of executions, where no gas and no stop can end it. */
class FixedMethodsTest implements Opcodes {

  private static final String NEW_INSTANCE = "()L" + TestModule.INSTANCE + ";";

  private static void loop(MethodVisitor code) {
    Label again = new Label();
    code.visitLabel(again);
    code.visitJumpInsn(GOTO, again);
  }

  /** With code put before that of a method. */
  private static byte[] before(byte[] file, String method, Consumer<MethodVisitor> more) {
    return changed(
        file,
        (name, next) ->
            !name.equals(method)
                ? next
                : new MethodVisitor(ASM9, next) {
                  @Override
                  public void visitCode() {
                    super.visitCode();
                    more.accept(mv);
                  }
                });
  }

  private interface Change {
    MethodVisitor visit(String name, MethodVisitor next);
  }

  private static byte[] changed(byte[] file, Change change) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(file)
        .accept(
            new ClassVisitor(ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
                return change.visit(name, next);
              }
            },
            0);
    return writer.toByteArray();
  }

  /** A constructor that calls itself. */
  private static byte[] endless(byte[] file, String own) {
    return changed(
        file,
        (method, next) ->
            new MethodVisitor(ASM9, next) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String name, String descriptor, boolean isInterface) {
                String called = method.equals("<init>") ? own : owner;
                super.visitMethodInsn(opcode, called, name, descriptor, isInterface);
              }
            });
  }

  /** An initialiser that goes round and round in its handler. */
  private static byte[] guarded(byte[] file) {
    return before(
        file,
        "<clinit>",
        code -> {
          Label start = new Label();
          Label end = new Label();
          code.visitLabel(start);
          code.visitTypeInsn(NEW, TestModule.MAIN);
          code.visitLabel(end);
          code.visitTryCatchBlock(start, end, start, null);
        });
  }

  private static Consumer<ClassVisitor> method(int access, String name, String type) {
    return to -> TestModule.method(to, access, name, type, FixedMethodsTest::loop);
  }

  private static TestModule canary() {
    return TestModules.canary();
  }

  static Stream<Arguments> forgeries() {
    String main = TestModule.MAIN;
    String entry = TestModule.ENTRY;
    return Stream.of(
        Arguments.of("finalize()V", canary().inMain(method(ACC_PROTECTED, "finalize", "()V"))),
        Arguments.of("finalize()V", canary().inEntry(method(ACC_PROTECTED, "finalize", "()V"))),
        Arguments.of("hashCode()I", canary().inMain(method(ACC_PUBLIC, "hashCode", "()I"))),
        Arguments.of("<clinit>()V", canary().inEntry(method(ACC_STATIC, "<clinit>", "()V"))),
        Arguments.of("run()V", canary().inEntry(method(ACC_PUBLIC | ACC_STATIC, "run", "()V"))),
        Arguments.of("<init>(I)V", canary().inMain(method(ACC_PUBLIC, "<init>", "(I)V"))),
        row("<clinit>", main, file -> before(file, "<clinit>", code -> code.visitInsn(NOP))),
        row("<clinit>", main, file -> before(file, "<clinit>", FixedMethodsTest::loop)),
        row("<clinit>", main, FixedMethodsTest::guarded),
        row("<init>", main, file -> before(file, "<init>", code -> code.visitInsn(NOP))),
        row("<init>", main, file -> endless(file, main)),
        row("<init>", entry, file -> before(file, "<init>", FixedMethodsTest::loop)),
        row("<init>", entry, file -> endless(file, entry)),
        row(
            "newInstance" + NEW_INSTANCE,
            entry,
            file -> before(file, "newInstance", FixedMethodsTest::nothing)));
  }

  private static void nothing(MethodVisitor code) {
    code.visitInsn(ACONST_NULL);
    code.visitInsn(ARETURN);
  }

  private static Arguments row(
      String method, String type, java.util.function.UnaryOperator<byte[]> change) {
    return Arguments.of(method, canary().change(type, change));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void nothingElseRunsOutsideOfExecutions(String method, TestModule forged) {
    for (Isolation isolation : Isolation.values()) {
      ModuleLoader loader = new ModuleLoader(HostModules.standard(), isolation, LoadLimits.DEFAULT);
      loader.load(canary().build());
      UnloadableModuleException refusal =
          assertThrows(UnloadableModuleException.class, () -> loader.load(forged.build()));
      assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
      assertTrue(
          refusal.getMessage().contains("has an unusual method " + method), refusal.getMessage());
    }
  }
}
