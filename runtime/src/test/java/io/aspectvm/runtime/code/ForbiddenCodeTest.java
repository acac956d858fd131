package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModuleException;
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
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a class file may not contain, each in a module that is right otherwise. */
class ForbiddenCodeTest implements Opcodes {

  /** A host class with a function and with a method that is none. */
  public static final class Host {

    private Host() {}

    /** Adds. */
    @HostImport(module = "test", field = "add", raw = true)
    public static int add(HostContext context, int a, int b) {
      return a + b;
    }

    /** No host function. */
    public static int other(int a) {
      return a;
    }
  }

  private static final HostModules HOST = HostModules.standard().plus(Host.class);
  private static final String OWNER = Host.class.getName().replace('.', '/');

  private static LoadedModule load(TestModule module, Isolation isolation) {
    return new ModuleLoader(HOST, isolation, LoadLimits.DEFAULT).load(module.build());
  }

  private static UnloadableModuleException refusal(TestModule module) {
    UnloadableModuleException first = null;
    for (Isolation isolation : Isolation.values()) {
      first = assertThrows(UnloadableModuleException.class, () -> load(module, isolation));
      assertFalse(first.getMessage().contains("\n"), first.getMessage());
    }
    return first;
  }

  private static Consumer<ClassVisitor> code(Consumer<MethodVisitor> body) {
    return text ->
        TestModule.method(
            text,
            ACC_PUBLIC | ACC_STATIC,
            "bad",
            "()V",
            code -> {
              body.accept(code);
              code.visitInsn(RETURN);
            });
  }

  private static Arguments row(String message, Consumer<ClassVisitor> text) {
    return Arguments.of(message, text);
  }

  private static Arguments method(String message, int access, String name, String descriptor) {
    return row(
        message,
        text -> {
          MethodVisitor code = text.visitMethod(access, name, descriptor, null, null);
          if ((access & (ACC_NATIVE | ACC_ABSTRACT)) == 0) {
            code.visitCode();
            code.visitInsn(RETURN);
            code.visitMaxs(0, 0);
          }
          code.visitEnd();
        });
  }

  private static void ofObject(MethodVisitor code, String owner, String name) {
    code.visitInsn(ACONST_NULL);
    code.visitTypeInsn(CHECKCAST, owner);
    code.visitMethodInsn(INVOKEVIRTUAL, owner, name, "()V", false);
  }

  /** Also by the name of a class that inherits it. */
  private static Arguments field(String owner, String name, String descriptor) {
    return row(
        owner + "." + name,
        code(
            c -> {
              c.visitInsn(ACONST_NULL);
              c.visitTypeInsn(CHECKCAST, owner);
              c.visitFieldInsn(GETFIELD, owner, name, descriptor);
              c.visitInsn(POP);
            }));
  }

  private static Arguments call(String owner, String name, String descriptor, String message) {
    return row(message, code(c -> c.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false)));
  }

  static Stream<Arguments> forbiddenText() {
    Handle bootstrap =
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "nullConstant",
            "()Ljava/lang/Object;",
            false);
    int open = ACC_PUBLIC | ACC_STATIC;
    return Stream.of(
        row("has fields", t -> t.visitField(ACC_STATIC, "f", "I", null, null)),
        row("has fields", t -> t.visitField(open | ACC_FINAL, "f", "I", null, 1)),
        method("static initialiser", ACC_STATIC, "<clinit>", "()V"),
        method("instance method", ACC_PUBLIC, "finalize", "()V"),
        method("instance method", ACC_PUBLIC, "<init>", "()V"),
        method("unusual method", open | ACC_NATIVE, "n", "()V"),
        method("unusual method", open | ACC_SYNCHRONIZED, "s", "()V"),
        method("class java/lang/Runtime", open, "d", "(Ljava/lang/Runtime;)V"),
        method("class java/lang/Class", open, "d", "(I[[Ljava/lang/Class;J)V"),
        call("java/lang/Runtime", "getRuntime", "()Ljava/lang/Runtime;", "java/lang/Runtime"),
        call("java/lang/System", "nanoTime", "()J", "java/lang/System"),
        call("java/lang/String", "valueOf", "(I)Ljava/lang/String;", "java/lang/String.valueOf"),
        call("io/aspectvm/runtime/code/ExecutionLoader", "x", "()V", "ExecutionLoader"),
        call("io/aspectvm/runtime/Isolation", "values", "()V", "runtime/Isolation"),
        call("aspect/T9", "f", "()V", "class aspect/T9"),
        call(OWNER, "other", "(I)I", "other(I)I"),
        call(OWNER, "add", "(II)I", "add(II)I"),
        row("java/lang/Thread", code(c -> c.visitTypeInsn(NEW, "java/lang/Thread"))),
        row("java/lang/Runnable", code(c -> c.visitTypeInsn(CHECKCAST, "java/lang/Runnable"))),
        row("java/lang/Thread", code(c -> c.visitTypeInsn(ANEWARRAY, "[[Ljava/lang/Thread;"))),
        row("java/lang/Thread", code(c -> c.visitLdcInsn(Type.getType(Thread.class)))),
        row(
            "java/lang/System",
            code(c -> c.visitFieldInsn(GETSTATIC, "java/lang/System", "out", "I"))),
        row(
            "java/lang/Object.getClass",
            code(
                c ->
                    c.visitMethodInsn(
                        INVOKEVIRTUAL, "java/lang/Object", "getClass", "()I", false))),
        row(
            "java/lang/Object.hashCode",
            code(
                c ->
                    c.visitMethodInsn(
                        INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false))),
        row("runtime/Instance.wait", code(c -> ofObject(c, TestModule.INSTANCE, "wait"))),
        field(TestModule.INSTANCE, "dataSegments", "[[B"),
        field(TestModule.MAIN, "dataSegments", "[[B"),
        field(TestModule.INSTANCE, "elementSegments", "[[I"),
        row("aspect/Main.notifyAll", code(c -> ofObject(c, TestModule.MAIN, "notifyAll"))),
        row(
            "clone",
            code(
                c ->
                    c.visitMethodInsn(
                        INVOKEVIRTUAL, "[I", "clone", "()Ljava/lang/Object;", false))),
        row(
            "interface method",
            code(
                c ->
                    c.visitMethodInsn(
                        INVOKEINTERFACE, "io/aspectvm/runtime/HostContext", "x", "()V", true))),
        row("constant with tag", code(c -> c.visitInvokeDynamicInsn("f", "()V", bootstrap))),
        row(
            "constant with tag",
            code(c -> c.visitLdcInsn(new ConstantDynamic("f", "Ljava/lang/Object;", bootstrap)))),
        row("constant with tag", code(c -> c.visitLdcInsn(bootstrap))),
        row("constant with tag", code(c -> c.visitLdcInsn(Type.getMethodType("()V")))),
        row(
            "java/lang/Exception",
            code(
                c -> {
                  Label start = new Label();
                  Label end = new Label();
                  c.visitTryCatchBlock(start, end, end, "java/lang/Exception");
                  c.visitLabel(start);
                  c.visitInsn(NOP);
                  c.visitInsn(RETURN);
                  c.visitLabel(end);
                  c.visitInsn(POP);
                })),
        method("visible ASCII", open, "a\nb", "()V"));
  }

  @ParameterizedTest
  @MethodSource("forbiddenText")
  void textIsRefusedBeforeItIsDefined(String message, Consumer<ClassVisitor> more) {
    UnloadableModuleException refusal = refusal(TestModules.canary().inText(more));
    assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
    assertTrue(refusal.getMessage().startsWith("class aspect/T0 "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void theInstanceClassHasNoFieldsEither() {
    UnloadableModuleException refusal =
        refusal(TestModules.canary().inMain(m -> m.visitField(ACC_PRIVATE, "f", "I", null, null)));
    assertEquals("class aspect/Main has fields", refusal.getMessage());
  }

  @Test
  void superClassesAreThoseOfTheRole() {
    UnloadableModuleException refusal =
        refusal(TestModules.canary().mainExtends(TestModule.MODULE_CODE));
    assertEquals(
        "class aspect/Main extends io/aspectvm/runtime/support/ModuleCode", refusal.getMessage());
  }

  private static byte[] otherClass(int version, int access, String name, String... interfaces) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(version, access, name, null, "java/lang/Object", interfaces);
    writer.visitEnd();
    return writer.toByteArray();
  }

  static Stream<Arguments> forbiddenClasses() {
    int plain = ACC_PUBLIC | ACC_SUPER;
    byte[] good = otherClass(V17, plain, "aspect/T0");
    byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
    byte[] shorter = java.util.Arrays.copyOf(good, good.length - 1);
    return Stream.of(
        Arguments.of("calls itself aspect/Entry", otherClass(V17, plain, "aspect/Entry")),
        Arguments.of("class java/lang/Integer", otherClass(V17, plain, "java/lang/Integer")),
        Arguments.of("version 65.0", otherClass(V21, plain, "aspect/T0")),
        Arguments.of("version 49.0", otherClass(V1_5, plain, "aspect/T0")),
        Arguments.of("version 61.65535", otherClass(V17 | V_PREVIEW, plain, "aspect/T0")),
        Arguments.of("access flags", otherClass(V17, plain | ACC_ABSTRACT, "aspect/T0")),
        Arguments.of("access flags", otherClass(V17, ACC_INTERFACE | ACC_ABSTRACT, "aspect/T0")),
        Arguments.of(
            "class java/lang/Runnable", otherClass(V17, plain, "aspect/T0", "java/lang/Runnable")),
        Arguments.of(
            "implements interfaces",
            otherClass(V17, plain, "aspect/T0", "io/aspectvm/runtime/HostContext")),
        Arguments.of("bytes after its end", longer),
        Arguments.of("is truncated", shorter),
        Arguments.of("is no class file", new byte[0]),
        Arguments.of("is no class file", new byte[64]));
  }

  @ParameterizedTest
  @MethodSource("forbiddenClasses")
  void otherClassesAreRefused(String message, byte[] file) {
    UnloadableModuleException refusal =
        refusal(TestModules.canary().change(TestModule.TEXT, old -> file));
    assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  /** Whatever is cut off or changed: a typed refusal, or a class that the JVM can still refuse. */
  @Test
  void damagedClassFilesNeverEscape() {
    CompiledModule module = TestModules.canary().build();
    byte[] file = module.classBytes(TestModule.TEXT);
    ClassFileCheck check = new ClassFileCheck(new AllowList(HOST), module.classNames(), 61);
    for (int i = 0; i < file.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(file, i);
      assertThrows(UnloadableModuleException.class, () -> checkText(check, cut));
      byte[] changed = file.clone();
      for (int bits : new int[] {1, 0x80, 0xFF}) {
        changed[i] = (byte) (file[i] ^ bits);
        try {
          checkText(check, changed);
        } catch (UnloadableModuleException e) {
          assertEquals(Reason.FORBIDDEN_CODE, e.reason());
        }
      }
    }
    checkText(check, file);
  }

  private static void checkText(ClassFileCheck check, byte[] file) {
    check.check(ClassEntry.newBuilder().setName(TestModule.TEXT).build(), file);
  }

  @ParameterizedTest
  @EnumSource
  void registeredHostFunctionsAreReached(Isolation isolation) {
    LoadedModule module = load(callsHost(), isolation);
    long[] values = {40, 2};
    module.newInstance().call(1, values, 1000);
    assertEquals(42, values[0]);
  }

  private static TestModule callsHost() {
    return new TestModule()
        .hostImport(HOST.find("test", "add").orElseThrow())
        .function(
            "sum",
            "(i32, i32) -> (i32)",
            code -> {
              code.visitInsn(ACONST_NULL);
              code.visitVarInsn(ILOAD, 1);
              code.visitVarInsn(ILOAD, 2);
              code.visitMethodInsn(
                  INVOKESTATIC, OWNER, "add", "(Lio/aspectvm/runtime/HostContext;II)I", false);
              code.visitInsn(IRETURN);
            });
  }

  @Test
  void unregisteredHostClassesAreNot() {
    CompiledModule module = callsHost().build();
    UnloadableModuleException refusal =
        assertThrows(
            UnloadableModuleException.class,
            () ->
                new ModuleLoader(HostModules.standard(), Isolation.INSTANCE, LoadLimits.DEFAULT)
                    .load(module));
    assertEquals(Reason.MISSING_IMPORT, refusal.reason());
  }

  @ParameterizedTest
  @EnumSource
  void codeThatDoesNotVerifyNeverRuns(Isolation isolation) {
    TestModule broken = TestModules.canary().callsWith(code -> code.visitInsn(IRETURN));
    UnloadableModuleException refusal =
        assertThrows(UnloadableModuleException.class, () -> load(broken, isolation));
    assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
    assertTrue(refusal.getMessage().contains("VerifyError"), refusal.getMessage());

    LoadedModule module = load(TestModules.canary().inText(brokenMethod()), isolation);
    Instance instance = module.newInstance();
    assertThrows(VerifyError.class, () -> instance.call(0, new long[1], 1000));
  }

  private static Consumer<ClassVisitor> brokenMethod() {
    return text ->
        TestModule.method(
            text, ACC_PUBLIC | ACC_STATIC, "bad", "()V", code -> code.visitInsn(IRETURN));
  }

  @Test
  void hostClassesCannotTakeTheRuntimesNames() {
    assertThrows(
        HostModuleException.class,
        () -> new AllowList(HostModules.builder().add(aspect.HostClass.class).build()));
  }
}
