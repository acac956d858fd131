package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostModules;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Cold text as loading sees it: what is refused, and who has it. */
class ColdTextTest implements Opcodes {

  private static final String COLD_ONLY = "aspect/Q0";

  /** Adds a class to the canary. */
  private record Addition(String entry, ClassRole role, byte[] file) {}

  private static byte[] file(String name, Consumer<ClassVisitor> members) {
    ClassWriter writer = TestModule.newClass(name, "java/lang/Object");
    members.accept(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static Addition cold(String name, byte[] file) {
    return new Addition(ColdText.entryName(name), ClassRole.COLD_TEXT, file);
  }

  private static Consumer<ClassVisitor> calling(String owner, String method, String descriptor) {
    return text ->
        TestModule.method(
            text,
            ACC_PUBLIC | ACC_STATIC,
            "g",
            "()V",
            code -> {
              code.visitMethodInsn(INVOKESTATIC, owner, method, descriptor, false);
              code.visitInsn(RETURN);
            });
  }

  private static Consumer<ClassVisitor> empty() {
    return text ->
        TestModule.method(
            text, ACC_PUBLIC | ACC_STATIC, "g", "()V", code -> code.visitInsn(RETURN));
  }

  private static CompiledModule with(TestModule module, Addition... additions) {
    CompiledModule canary = module.build();
    CompiledModule.Builder builder =
        new CompiledModule.Builder(canary.manifest(), canary.wasmBytes());
    canary
        .manifest()
        .getClassesList()
        .forEach(
            entry ->
                builder.add(entry.getName(), entry.getRole(), canary.classBytes(entry.getName())));
    for (Addition addition : additions) {
      builder.add(addition.entry(), addition.role(), addition.file());
    }
    return builder.build();
  }

  private static LoadedModule load(CompiledModule module, Isolation isolation) {
    return new ModuleLoader(HostModules.standard(), isolation, LoadLimits.DEFAULT).load(module);
  }

  private static Arguments row(Reason reason, String message, Addition addition) {
    return Arguments.of(reason, message, addition);
  }

  private static Stream<Arguments> refused() {
    byte[] right = file("aspect/T0", empty());
    return Stream.of(
        row(
            Reason.DAMAGED,
            "class aspect/Q0 has a name that is not for its role",
            new Addition(COLD_ONLY, ClassRole.COLD_TEXT, file(COLD_ONLY, empty()))),
        row(
            Reason.DAMAGED,
            "class aspect/cold/Q0 has a name that is not for its role",
            new Addition("aspect/cold/Q0", ClassRole.TEXT, file("aspect/cold/Q0", empty()))),
        row(
            Reason.DAMAGED,
            "class aspect/cold/Q0 has a name that is not for its role",
            new Addition("aspect/cold/Q0", ClassRole.ENTRY, file("aspect/cold/Q0", empty()))),
        row(
            Reason.DAMAGED,
            "a class has a name beyond aspect/Name and aspect/cold/Name",
            new Addition("aspect/cold/cold/Q0", ClassRole.COLD_TEXT, right)),
        row(
            Reason.DAMAGED,
            "a class has a name beyond aspect/Name and aspect/cold/Name",
            new Addition("aspect/cold/", ClassRole.COLD_TEXT, right)),
        row(
            Reason.DAMAGED,
            "class aspect/cold/Entry stands in for one that is no text",
            cold(TestModule.ENTRY, file(TestModule.ENTRY, empty()))),
        row(
            Reason.DAMAGED,
            "class aspect/cold/Main stands in for one that is no text",
            cold(TestModule.MAIN, file(TestModule.MAIN, empty()))),
        row(
            Reason.FORBIDDEN_CODE,
            "class aspect/cold/T0 ",
            cold("aspect/T0", file("aspect/cold/T0", empty()))),
        row(
            Reason.FORBIDDEN_CODE,
            "class aspect/cold/T0 ",
            cold("aspect/T0", file(COLD_ONLY, empty()))),
        row(
            Reason.FORBIDDEN_CODE,
            "class aspect/cold/T0 has fields",
            cold(
                "aspect/T0",
                file("aspect/T0", t -> t.visitField(ACC_STATIC, "f", "I", null, null)))),
        row(
            Reason.FORBIDDEN_CODE,
            "java/lang/System",
            cold("aspect/T0", file("aspect/T0", calling("java/lang/System", "nanoTime", "()J")))),
        row(
            Reason.FORBIDDEN_CODE,
            "class aspect/Q1",
            cold("aspect/T0", file("aspect/T0", calling("aspect/Q1", "g", "()V")))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedUnderEveryPolicy(Reason reason, String message, Addition addition) {
    CompiledModule module = with(TestModules.canary(), addition);
    for (Isolation isolation : Isolation.values()) {
      UnloadableModuleException refusal =
          assertThrows(UnloadableModuleException.class, () -> load(module, isolation));
      assertEquals(reason, refusal.reason(), refusal.getMessage());
      assertEquals(true, refusal.getMessage().contains(message), refusal.getMessage());
      assertEquals(-1, refusal.getMessage().indexOf('\n'));
    }
  }

  /** Entries are known by their names, of which no two are the same. */
  @Test
  void twoOfOneNameAreNoModule() {
    Addition once = cold("aspect/T0", file("aspect/T0", empty()));
    assertThrows(IllegalArgumentException.class, () -> with(TestModules.canary(), once, once));
  }

  /** A class that is there under one policy only is for those that are, too. */
  @Test
  void onlyColdTextRefersToColdText() {
    Addition cold = cold(COLD_ONLY, file(COLD_ONLY, empty()));
    for (Isolation isolation : Isolation.values()) {
      TestModule text = TestModules.canary().inText(calling(COLD_ONLY, "g", "()V"));
      UnloadableModuleException refusal =
          assertThrows(UnloadableModuleException.class, () -> load(with(text, cold), isolation));
      assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
      assertEquals(true, refusal.getMessage().contains("class aspect/Q0"), refusal.getMessage());
      TestModule fromCold = TestModules.canary().inColdText(calling(COLD_ONLY, "g", "()V"));
      load(with(fromCold, cold), isolation);
    }
  }

  /** It fails verification: whoever defines it knows. */
  @ParameterizedTest
  @EnumSource
  void onlyStrictDefinesIt(Isolation isolation) {
    TestModule module =
        TestModules.canary()
            .inColdText(
                text ->
                    TestModule.method(
                        text,
                        ACC_PUBLIC | ACC_STATIC,
                        "bad",
                        "()V",
                        code -> code.visitInsn(IRETURN)));
    Instance instance = load(module.build(), isolation).newInstance();
    instance.setGas(1_000_000);
    long[] values = new long[1];
    if (isolation == Isolation.STRICT) {
      assertThrows(VerifyError.class, () -> instance.call(0, values, 1_000));
    } else {
      instance.call(0, values, 1_000);
      assertEquals(TestModules.FRESH_TOUCH, values[0]);
    }
  }

  @Test
  void runsUnderStrict() {
    TestModule module = TestModules.canary().inColdText(text -> {});
    Instance instance = load(module.build(), Isolation.STRICT).newInstance();
    instance.setGas(1_000_000);
    long[] values = new long[1];
    instance.call(0, values, 1_000);
    assertEquals(TestModules.FRESH_TOUCH, values[0]);
  }
}
