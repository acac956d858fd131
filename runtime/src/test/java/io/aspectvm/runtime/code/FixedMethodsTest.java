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
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Code that would run outside of executions, where no gas and no stop can end it. */
class FixedMethodsTest implements Opcodes {

  private static void loop(MethodVisitor code) {
    Label again = new Label();
    code.visitLabel(again);
    code.visitJumpInsn(GOTO, again);
  }

  private static Consumer<ClassVisitor> method(int access, String method) {
    int type = method.indexOf('(');
    return to ->
        TestModule.method(
            to, access, method.substring(0, type), method.substring(type), FixedMethodsTest::loop);
  }

  private static TestModule canary() {
    return TestModules.canary();
  }

  static Stream<Arguments> forgeries() {
    String fresh = "newInstance()L" + TestModule.INSTANCE + ";";
    String call = "call(L" + TestModule.INSTANCE + ";I[JI)V";
    return Stream.of(
            row("finalize()V", ACC_PROTECTED),
            row("hashCode()I", ACC_PUBLIC),
            row("run()V", ACC_PUBLIC | ACC_STATIC),
            row("<clinit>()V", ACC_STATIC),
            row("<init>()V", ACC_PUBLIC),
            row("<init>(I)V", ACC_PUBLIC),
            row(fresh, ACC_PUBLIC),
            row("call()V", ACC_PUBLIC),
            Stream.of(
                Arguments.of(call, canary().inMain(method(ACC_PUBLIC, call))),
                Arguments.of(call, canary().inMain(method(ACC_PUBLIC | ACC_STATIC, call)))))
        .flatMap(rows -> rows);
  }

  /** The method in either class. */
  private static Stream<Arguments> row(String method, int access) {
    return Stream.of(
        Arguments.of(method, canary().inMain(method(access, method))),
        Arguments.of(method, canary().inEntry(method(access, method))));
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
